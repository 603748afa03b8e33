import type { Behavior } from '@gexstream/actors';

/**
 * While the stream is down, REST asks for what matters most: the spot of every underlying, and of each in turn the nearest expiry around
 * the money. One call at a time and at most one a second, so that the rounds over the chains keep part of the budget.
 */
export interface RestTakeover {
  /** Time by the beat of `tick`, for the feed's clock may jump. */
  readonly beatMs: number;
  /** Since when the stream is down; null while it is up. */
  readonly downSinceMs: number | null;
  readonly calling: boolean;
  /** No call before, after one that failed. */
  readonly restUntilMs: number;
  readonly quotesAskedMs: number;
  /** When each underlying's nearest expiry was asked for last. */
  readonly nearAskedMs: ReadonlyMap<string, number>;
}

export type RestTakeoverMessage =
  /** Once a second. `nearest`: of the underlyings followed now, those whose nearest expiry is known. */
  | {
      readonly type: 'tick';
      readonly streaming: boolean;
      readonly underlyings: readonly string[];
      readonly nearest: readonly string[];
    }
  | { readonly type: 'answered' }
  | { readonly type: 'failed' };

export type RestTakeoverEffect =
  | { readonly type: 'fetch-quotes'; readonly underlyings: readonly string[] }
  | { readonly type: 'fetch-nearest'; readonly underlying: string };

export const takeoverTickMs = 1_000;
/** Most losses are over sooner. */
const graceMs = 3_000;
const quotesEveryMs = 5_000;
const nearEveryMs = 10_000;
const afterFailureMs = 5_000;

export const initialRestTakeover: RestTakeover = {
  beatMs: 0,
  downSinceMs: null,
  calling: false,
  restUntilMs: 0,
  quotesAskedMs: Number.NEGATIVE_INFINITY,
  nearAskedMs: new Map(),
};

export const restTakeover: Behavior<RestTakeover, RestTakeoverMessage, RestTakeoverEffect> = (state, message) => {
  switch (message.type) {
    case 'answered':
      return { state: { ...state, calling: false }, effects: [] };
    case 'failed':
      return { state: { ...state, calling: false, restUntilMs: state.beatMs + afterFailureMs }, effects: [] };
    case 'tick':
      return onTick(state, message);
  }
};

type Turn = ReturnType<typeof restTakeover>;

const onTick = (before: RestTakeover, tick: Extract<RestTakeoverMessage, { readonly type: 'tick' }>): Turn => {
  const beatMs = before.beatMs + takeoverTickMs;
  if (tick.streaming) return { state: { ...before, beatMs, downSinceMs: null }, effects: [] };
  const downSinceMs = before.downSinceMs ?? beatMs;
  const state = { ...before, beatMs, downSinceMs };
  const waits = state.calling || beatMs < state.restUntilMs || beatMs - downSinceMs < graceMs || tick.underlyings.length === 0;
  if (waits) return { state, effects: [] };
  if (beatMs - state.quotesAskedMs >= quotesEveryMs)
    return {
      state: { ...state, calling: true, quotesAskedMs: beatMs },
      effects: [{ type: 'fetch-quotes', underlyings: tick.underlyings }],
    };
  const underlying = longestAgo(tick.nearest, state.nearAskedMs);
  if (underlying === undefined || beatMs - askedMs(state.nearAskedMs, underlying) < nearEveryMs) return { state, effects: [] };
  return {
    state: { ...state, calling: true, nearAskedMs: new Map([...state.nearAskedMs, [underlying, beatMs]]) },
    effects: [{ type: 'fetch-nearest', underlying }],
  };
};

const askedMs = (asked: RestTakeover['nearAskedMs'], underlying: string): number =>
  asked.get(underlying) ?? Number.NEGATIVE_INFINITY;

const longestAgo = (underlyings: readonly string[], asked: RestTakeover['nearAskedMs']): string | undefined =>
  underlyings.toSorted((a, b) => askedMs(asked, a) - askedMs(asked, b))[0];
