import { easternClock, easternDate, easternTime } from '../calendar/eastern-time.ts';
import { nextSession, sessionAt } from '../calendar/trading-session.ts';
import { type EpochMs, epochMs } from '../time/epoch-ms.ts';
import type { ScoreBand } from './score-band.ts';
import type { SignalType } from './signal-type.ts';

export const outcomeHorizons = ['15m', '1h', 'close', '1d'] as const;
export type OutcomeHorizon = (typeof outcomeHorizons)[number];

/** What is remembered of an opportunity until all its horizons are over. Prices in points. */
export interface OutcomeEntry {
  /** OSI symbol of the contract. */
  readonly contract: string;
  readonly expiry: string;
  readonly strike: number;
  readonly side: 'call' | 'put';
  readonly enteredMs: EpochMs;
  readonly signal: SignalType;
  readonly band: ScoreBand;
  readonly composite: number;
  readonly smooth: number;
  readonly spot: number;
  /** Mark of the contract then; null without a price. */
  readonly mark: number | null;
}

/** What came of it at one horizon. Returns are fractions of the entry, and null where a price is missing. */
export interface Outcome extends OutcomeEntry {
  readonly horizon: OutcomeHorizon;
  readonly dueMs: EpochMs;
  readonly exitSpot: number | null;
  readonly exitMark: number | null;
  readonly underlyingReturn: number | null;
  readonly contractReturn: number | null;
  /** Why there is none; empty when there is. */
  readonly detail: string;
}

/** The last look at a session before it closes. */
const beforeCloseMs = 5_000;
/** Prices from longer before or after their moment say something else. */
const apartMsMax = 300_000;

/**
 * When each horizon of an entry is looked at: after 15 minutes and an hour if the session lasts so long, right before the close, and at the same
 * time of the next session (before its close, if that is earlier). None outside of a session.
 */
export const outcomeDueTimes = (enteredMs: EpochMs): readonly (readonly [OutcomeHorizon, EpochMs])[] => {
  const session = sessionAt(enteredMs);
  if (session === null) return [];
  const last = epochMs(session.closeMs - beforeCloseMs);
  const next = nextSession(session.closeMs);
  const { hour, minute, second } = easternClock(enteredMs);
  const sameTime = easternTime(next.date, hour, minute) + second * 1_000;
  const all: readonly (readonly [OutcomeHorizon, EpochMs])[] = [
    ['15m', epochMs(enteredMs + 15 * 60_000)],
    ['1h', epochMs(enteredMs + 60 * 60_000)],
    ['close', last],
    ['1d', epochMs(Math.min(sameTime, next.closeMs - beforeCloseMs))],
  ];
  return all.filter(([horizon, at]) => at > enteredMs && (horizon === '1d' || at <= last));
};

/**
 * Whether a look at `at` ends a horizon: prices whose newest is from longer before its moment are not of it, as where chains come a quarter of an
 * hour apart, and newer ones are waited for until it is too late for them too.
 */
export const isOutcomeKnown = (dueMs: EpochMs, at: EpochMs, newestMs: number): boolean =>
  at >= dueMs && (newestMs >= dueMs - apartMsMax || at - dueMs > apartMsMax);

/** What is known at the look at `at`, the first that ends it; prices null where there are none. */
export const outcomeAt = (
  entry: OutcomeEntry,
  horizon: OutcomeHorizon,
  dueMs: EpochMs,
  at: EpochMs,
  prices: { readonly spot: number | null; readonly mark: number | null },
): Outcome => {
  const late = at - dueMs > apartMsMax;
  const [exitSpot, exitMark] = late ? [null, null] : [prices.spot, prices.mark];
  return {
    ...entry,
    horizon,
    dueMs,
    exitSpot,
    exitMark,
    underlyingReturn: exitSpot === null ? null : exitSpot / entry.spot - 1,
    contractReturn: exitMark === null || !entry.mark ? null : exitMark / entry.mark - 1,
    detail: late ? 'nothing was received at the time' : exitMark === null ? noPrice(entry, dueMs) : '',
  };
};

const noPrice = ({ expiry }: OutcomeEntry, dueMs: EpochMs): string =>
  expiry < easternDate(dueMs) ? 'the contract has expired' : 'the contract has no price';
