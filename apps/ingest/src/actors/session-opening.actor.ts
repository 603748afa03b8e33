import type { Behavior } from '@gexstream/actors';
import { type EpochMs, easternDate, epochMs, sessionAt } from '@gexstream/domain';

/**
 * What the stream does not tell of a session: whether Schwab's calendar is ours, once a day; and the bars of the minutes before this process, or
 * the stream, was there.
 */
export interface SessionOpening {
  /** The New York date whose hours were told. */
  readonly hoursOf: string | null;
  /** Up to when bars are there by the stream or were asked for, by underlying. */
  readonly barsToMs: ReadonlyMap<string, EpochMs>;
  /** No call before, after one that failed. */
  readonly restUntilMs: number;
  readonly calling: boolean;
}

export type SessionOpeningMessage =
  /** Every few seconds, with the underlyings followed now. */
  | { readonly type: 'tick'; readonly streaming: boolean; readonly underlyings: readonly string[] }
  | { readonly type: 'hours'; readonly date: string }
  | { readonly type: 'bars'; readonly underlying: string; readonly toMs: EpochMs }
  | { readonly type: 'failed' };

export type SessionOpeningEffect =
  | { readonly type: 'ask-hours'; readonly date: string }
  | { readonly type: 'ask-bars'; readonly underlying: string; readonly fromMs: EpochMs; readonly toMs: EpochMs };

export const openingTickMs = 5_000;
const minuteMs = 60_000;
const afterFailureMs = 60_000;

export const initialSessionOpening: SessionOpening = { hoursOf: null, barsToMs: new Map(), restUntilMs: 0, calling: false };

export const sessionOpening: Behavior<SessionOpening, SessionOpeningMessage, SessionOpeningEffect> = (state, message, now) => {
  switch (message.type) {
    case 'hours':
      return { state: { ...state, calling: false, hoursOf: message.date }, effects: [] };
    case 'bars':
      return { state: { ...state, calling: false, barsToMs: withBars(state, message.underlying, message.toMs) }, effects: [] };
    case 'failed':
      return { state: { ...state, calling: false, restUntilMs: now + afterFailureMs }, effects: [] };
    case 'tick':
      return onTick(state, message, now);
  }
};

type Tick = Extract<SessionOpeningMessage, { readonly type: 'tick' }>;

const onTick = (state: SessionOpening, tick: Tick, now: EpochMs): ReturnType<typeof sessionOpening> => {
  // One call at a time, and only where the stream is up: while it is down the budget has better uses.
  if (state.calling || !tick.streaming || now < state.restUntilMs) return { state, effects: [] };
  const date = easternDate(now);
  if (state.hoursOf !== date) return { state: { ...state, calling: true }, effects: [{ type: 'ask-hours', date }] };
  const session = sessionAt(now);
  if (session === null) return { state, effects: [] };
  const toMs = epochMs(Math.floor(now / minuteMs) * minuteMs);
  for (const underlying of tick.underlyings) {
    const fromMs = epochMs(Math.max(session.openMs, state.barsToMs.get(underlying) ?? 0));
    // The stream brings a bar some seconds after its minute; what is missing for two was missed.
    if (toMs - fromMs >= 2 * minuteMs)
      return { state: { ...state, calling: true }, effects: [{ type: 'ask-bars', underlying, fromMs, toMs }] };
  }
  // While the stream is up it brings the bars.
  return { state: { ...state, barsToMs: new Map(tick.underlyings.map((underlying) => [underlying, toMs])) }, effects: [] };
};

const withBars = ({ barsToMs }: SessionOpening, underlying: string, toMs: EpochMs): ReadonlyMap<string, EpochMs> =>
  new Map([...barsToMs, [underlying, toMs]]);
