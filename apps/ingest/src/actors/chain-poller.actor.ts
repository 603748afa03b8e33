import type { Behavior } from '@gexstream/actors';
import { type EpochMs, easternDate } from '@gexstream/domain';
import type { SchwabErrorCode } from '@gexstream/schwab';
import { type ChainWindow, chainWindows, splitWindow } from '../chain-windows.ts';

/** Polls one underlying's chain: its expiries, then window after window, round after round. One call at a time. */
export interface ChainPoller {
  readonly everyMs: number;
  readonly expiryDaysMax: number | undefined;
  /** Raised whenever what is under way no longer counts; answers of an older one are passed over. */
  readonly generation: number;
  readonly windows: readonly ChainWindow[];
  /** The window that is next, or under way. */
  readonly next: number;
  readonly roundStartMs: number;
  readonly roundsDone: number;
  readonly attempt: number;
  /** Windows given up in this round. */
  readonly givenUp: number;
  /** Why the last call failed; empty when it did not. */
  readonly trouble: string;
}

export type ChainPollerMessage =
  | { readonly type: 'start' }
  | { readonly type: 'wake'; readonly generation: number }
  | { readonly type: 'expiries'; readonly generation: number; readonly expiries: readonly string[] }
  | { readonly type: 'answered'; readonly generation: number }
  | { readonly type: 'failed'; readonly generation: number; readonly code: SchwabErrorCode; readonly reason: string }
  /** A new trading date: expiries come and go, and open interest is new. */
  | { readonly type: 'session-date' };

export type ChainPollerEffect =
  | { readonly type: 'fetch-expiries'; readonly generation: number }
  | { readonly type: 'fetch-window'; readonly generation: number; readonly window: ChainWindow }
  | { readonly type: 'wake'; readonly generation: number; readonly afterMs: number }
  | { readonly type: 'round-complete'; readonly windows: number; readonly givenUp: number }
  | { readonly type: 'trouble'; readonly reason: string };

export const initialChainPoller = (everyMs: number, expiryDaysMax: number | undefined): ChainPoller => ({
  everyMs,
  expiryDaysMax,
  generation: 0,
  windows: [],
  next: 0,
  roundStartMs: 0,
  roundsDone: 0,
  attempt: 0,
  givenUp: 0,
  trouble: '',
});

const retryMsMin = 1_000;
const retryMsMax = 60_000;
/** A window that fails this often waits for the next round. */
const attemptsMax = 4;
/** Nothing listed, or a symbol nobody knows: asked again now and then. */
const emptyRetryMs = 60_000;

type Turn = ReturnType<typeof chainPoller>;

export const chainPoller: Behavior<ChainPoller, ChainPollerMessage, ChainPollerEffect> = (state, message, now) => {
  if ('generation' in message && message.generation !== state.generation) return { state, effects: [] };
  switch (message.type) {
    case 'start':
    case 'session-date':
      return fetchExpiries(state);
    case 'wake':
      return state.windows.length === 0 ? fetchExpiries(state) : fetchNext(state);
    case 'expiries': {
      const windows = chainWindows(message.expiries, easternDate(now), state.expiryDaysMax);
      if (windows.length === 0) return trouble(state, 'no living expiry is listed', emptyRetryMs);
      return fetchNext({ ...state, windows, next: 0, attempt: 0, givenUp: 0, roundStartMs: now, trouble: '' });
    }
    case 'answered':
      return advance({ ...state, attempt: 0, trouble: '' }, now);
    case 'failed':
      return state.windows.length === 0 ? retryExpiries(state, message) : windowFailed(state, message, now);
  }
};

const fetchExpiries = (state: ChainPoller): Turn => {
  const generation = state.generation + 1;
  return { state: { ...state, generation, windows: [] }, effects: [{ type: 'fetch-expiries', generation }] };
};

const fetchNext = (state: ChainPoller): Turn => {
  const generation = state.generation + 1;
  return {
    state: { ...state, generation },
    effects: [{ type: 'fetch-window', generation, window: state.windows[state.next]! }],
  };
};

/** On to the next window; after the last, the round is complete and the next one waits for its time. */
const advance = (state: ChainPoller, now: EpochMs): Turn => {
  if (state.next + 1 < state.windows.length) return fetchNext({ ...state, next: state.next + 1 });
  const generation = state.generation + 1;
  const startMs = Math.max(now, state.roundStartMs + state.everyMs);
  return {
    state: { ...state, generation, next: 0, attempt: 0, givenUp: 0, roundStartMs: startMs, roundsDone: state.roundsDone + 1 },
    effects: [
      { type: 'round-complete', windows: state.windows.length, givenUp: state.givenUp },
      { type: 'wake', generation, afterMs: startMs - now },
    ],
  };
};

const retryExpiries = (state: ChainPoller, failure: { readonly code: SchwabErrorCode; readonly reason: string }): Turn => {
  const hopeless = failure.code === 'SCHWAB_NOT_FOUND' || failure.code === 'SCHWAB_BAD_REQUEST';
  return trouble(state, failure.reason, hopeless ? emptyRetryMs : retryMs(state.attempt));
};

const windowFailed = (
  state: ChainPoller,
  failure: { readonly code: SchwabErrorCode; readonly reason: string },
  now: EpochMs,
): Turn => {
  const halves = splitWindow(state.windows[state.next]!);
  // A gateway that overflows often says no more than "unavailable": the second time, less is asked for.
  const tooBig = failure.code === 'SCHWAB_TOO_BIG' || (failure.code === 'SCHWAB_UNAVAILABLE' && state.attempt >= 1);
  if (tooBig && halves !== null) {
    const windows = [...state.windows.slice(0, state.next), ...halves, ...state.windows.slice(state.next + 1)];
    return fetchNext({ ...state, windows, attempt: 0 });
  }
  // The date may have turned while the windows stood: the list is made anew.
  if (failure.code === 'SCHWAB_BAD_REQUEST') return trouble({ ...state, windows: [] }, failure.reason, retryMs(state.attempt));
  if (failure.code === 'SCHWAB_TOO_BIG' || state.attempt + 1 >= attemptsMax) {
    const next = advance({ ...state, attempt: 0, givenUp: state.givenUp + 1, trouble: failure.reason }, now);
    return { ...next, effects: [{ type: 'trouble', reason: failure.reason }, ...next.effects] };
  }
  return trouble(state, failure.reason, retryMs(state.attempt));
};

const retryMs = (attempt: number): number => Math.min(retryMsMax, retryMsMin * 2 ** attempt);

const trouble = (state: ChainPoller, reason: string, afterMs: number): Turn => {
  const generation = state.generation + 1;
  return {
    state: { ...state, generation, attempt: Math.min(state.attempt + 1, 10), trouble: reason },
    effects: [
      { type: 'trouble', reason },
      { type: 'wake', generation, afterMs },
    ],
  };
};
