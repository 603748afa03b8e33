import type { Behavior } from '@gexstream/actors';
import { type EpochMs, easternDate } from '@gexstream/domain';
import type { SchwabErrorCode } from '@gexstream/schwab';
import { type ChainWindow, chainWindows, type DateRange, rangeWindow, splitWindow } from '../chain-windows.ts';

/** What is polled of an underlying, and how often. */
export interface ChainPlan {
  /** From the start of one round to the next; null for a single round. */
  readonly everyMs: number | null;
  /** Expiries farther away, in calendar days, are left out. */
  readonly expiryDaysMax?: number | undefined;
  /** These dates alone, asked for in one call while it is not too big; all that is listed, window after window, if not given. */
  readonly range?: DateRange;
}

/** Polls one underlying's chain by its plan. One call at a time. */
export interface ChainPoller {
  readonly plan: ChainPlan;
  /** Raised whenever what is under way no longer counts; answers of an older one are passed over. */
  readonly generation: number;
  readonly windows: readonly ChainWindow[];
  /** The window that is next, or under way. */
  readonly next: number;
  readonly roundStartMs: number;
  readonly roundsDone: number;
  /** REST calls that this round took so far. */
  readonly calls: number;
  /** The range was too big for one call: its expiries are asked for first. */
  readonly listed: boolean;
  readonly attempt: number;
  /** Windows given up in this round. */
  readonly givenUp: number;
  /** Why the last call failed; empty when it did not. */
  readonly trouble: string;
}

export type ChainPollerMessage =
  | { readonly type: 'start' }
  | { readonly type: 'wake'; readonly generation: number }
  | { readonly type: 'expiries'; readonly generation: number; readonly calls: number; readonly expiries: readonly string[] }
  | { readonly type: 'answered'; readonly generation: number; readonly calls: number }
  | ({ readonly type: 'failed'; readonly generation: number; readonly calls: number } & ChainFailure)
  /** A new trading date: expiries come and go, and open interest is new. */
  | { readonly type: 'session-date' };

export interface ChainFailure {
  readonly code: SchwabErrorCode;
  readonly reason: string;
}

export type ChainPollerEffect =
  | { readonly type: 'fetch-expiries'; readonly generation: number }
  /** `rank`: how many windows of the round are nearer. */
  | { readonly type: 'fetch-window'; readonly generation: number; readonly window: ChainWindow; readonly rank: number }
  | { readonly type: 'wake'; readonly generation: number; readonly afterMs: number }
  | { readonly type: 'round-complete'; readonly round: RoundOutcome }
  | { readonly type: 'trouble'; readonly reason: string };

export interface RoundOutcome {
  readonly windows: number;
  readonly givenUp: number;
  readonly calls: number;
  /** Why the last window that was given up was; empty when none was. */
  readonly reason: string;
}

export const initialChainPoller = (plan: ChainPlan): ChainPoller => ({
  plan,
  generation: 0,
  windows: [],
  next: 0,
  roundStartMs: 0,
  roundsDone: 0,
  calls: 0,
  listed: plan.range === undefined,
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

export const chainPoller: Behavior<ChainPoller, ChainPollerMessage, ChainPollerEffect> = (before, message, now) => {
  if ('generation' in message && message.generation !== before.generation) return { state: before, effects: [] };
  const state = 'calls' in message ? { ...before, calls: before.calls + message.calls } : before;
  switch (message.type) {
    case 'start':
    case 'session-date':
      return begin(state, now);
    case 'wake':
      return state.windows.length === 0 ? begin(state, now) : fetchNext(state);
    case 'expiries': {
      const windows = chainWindows(message.expiries, easternDate(now), state.plan);
      if (windows.length === 0) return trouble(state, 'no living expiry is listed', emptyRetryMs);
      return fetchNext({ ...state, windows, next: 0, attempt: 0, givenUp: 0, roundStartMs: now, trouble: '' });
    }
    case 'answered':
      return advance({ ...state, attempt: 0 }, now);
    case 'failed':
      return state.windows.length === 0 ? retryExpiries(state, message) : windowFailed(state, message, now);
  }
};

const begin = (state: ChainPoller, now: EpochMs): Turn => {
  const { plan, listed } = state;
  if (plan.range === undefined || listed) return fetchExpiries(state);
  const window = rangeWindow(plan.range, easternDate(now));
  const round = { ...state, next: 0, attempt: 0, givenUp: 0, roundStartMs: now, trouble: '' };
  return window === null
    ? advance({ ...round, windows: [], givenUp: 1, trouble: 'these dates are over' }, now)
    : fetchNext({ ...round, windows: [window] });
};

const fetchExpiries = (state: ChainPoller): Turn => {
  const generation = state.generation + 1;
  return { state: { ...state, generation, windows: [] }, effects: [{ type: 'fetch-expiries', generation }] };
};

const fetchNext = (state: ChainPoller): Turn => {
  const generation = state.generation + 1;
  return {
    state: { ...state, generation },
    effects: [{ type: 'fetch-window', generation, window: state.windows[state.next]!, rank: state.next }],
  };
};

/** On to the next window; after the last, the round is complete and the next one, if there is to be one, waits for its time. */
const advance = (state: ChainPoller, now: EpochMs): Turn => {
  if (state.next + 1 < state.windows.length) return fetchNext({ ...state, next: state.next + 1 });
  const { plan, windows, givenUp, calls, trouble: reason } = state;
  const generation = state.generation + 1;
  const startMs = Math.max(now, state.roundStartMs + (plan.everyMs ?? 0));
  return {
    state: {
      ...state,
      generation,
      // A range begins anew: its first dates may be over by then.
      windows: plan.range === undefined ? windows : [],
      next: 0,
      calls: 0,
      attempt: 0,
      givenUp: 0,
      trouble: '',
      roundStartMs: startMs,
      roundsDone: state.roundsDone + 1,
    },
    effects: [
      { type: 'round-complete', round: { windows: windows.length, givenUp, calls, reason: givenUp === 0 ? '' : reason } },
      ...(plan.everyMs === null ? [] : [{ type: 'wake', generation, afterMs: startMs - now } as const]),
    ],
  };
};

const retryExpiries = (state: ChainPoller, failure: ChainFailure): Turn => {
  const hopeless = failure.code === 'SCHWAB_NOT_FOUND' || failure.code === 'SCHWAB_BAD_REQUEST';
  return trouble(state, failure.reason, hopeless ? emptyRetryMs : retryMs(state.attempt));
};

const windowFailed = (state: ChainPoller, failure: ChainFailure, now: EpochMs): Turn => {
  const { plan, listed } = state;
  // A gateway that overflows often says no more than "unavailable": the second time, less is asked for.
  const tooBig = failure.code === 'SCHWAB_TOO_BIG' || (failure.code === 'SCHWAB_UNAVAILABLE' && state.attempt >= 1);
  if (tooBig && !listed) return fetchExpiries({ ...state, listed: true, attempt: 0 });
  const halves = splitWindow(state.windows[state.next]!);
  if (tooBig && halves !== null) {
    const windows = [...state.windows.slice(0, state.next), ...halves, ...state.windows.slice(state.next + 1)];
    return fetchNext({ ...state, windows, attempt: 0 });
  }
  const refused = failure.code === 'SCHWAB_BAD_REQUEST' || failure.code === 'SCHWAB_NOT_FOUND';
  // The date may have turned while the windows stood: the list is made anew.
  if (failure.code === 'SCHWAB_BAD_REQUEST' && plan.range === undefined)
    return trouble({ ...state, windows: [] }, failure.reason, retryMs(state.attempt));
  // Who demanded a range hears of a refusal; to ask again would not change it.
  const hopeless = failure.code === 'SCHWAB_TOO_BIG' || (refused && plan.range !== undefined);
  if (hopeless || state.attempt + 1 >= attemptsMax) {
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
