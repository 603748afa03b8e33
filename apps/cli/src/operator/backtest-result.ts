import {
  type EpochMs,
  type Outcome,
  type OutcomeHorizon,
  type OutcomeStatistics,
  outcomeHorizons,
  outcomeStatistics,
  type ScoreBand,
  scoreBands,
} from '@gexstream/domain';
import type { Measured } from './measure-past.ts';

export interface BacktestGroup extends OutcomeStatistics {
  /** Null: of all bands. */
  readonly band: ScoreBand | null;
  readonly horizon: OutcomeHorizon;
}

/** What came of what the scanner would have shown. */
export interface Backtest extends Omit<Measured, 'outcomes'> {
  /** In all, then by band, the highest first; each by horizon. */
  readonly groups: readonly BacktestGroup[];
}

/** Of parts that share no partition. However the market was divided, and whichever part is told first, the numbers are the same. */
export const backtestOf = (parts: readonly Measured[]): Backtest => ({
  events: sum(parts.map(({ events }) => events)),
  updates: sum(parts.map(({ updates }) => updates)),
  fromMs: extreme(
    parts.map(({ fromMs }) => fromMs),
    Math.min,
  ),
  toMs: extreme(
    parts.map(({ toMs }) => toMs),
    Math.max,
  ),
  opportunities: sum(parts.map(({ opportunities }) => opportunities)),
  groups: groupsOf(parts.flatMap(({ outcomes }) => outcomes).sort(inOrder)),
});

const sum = (counts: readonly number[]): number => counts.reduce((total, count) => total + count, 0);

const extreme = (times: readonly (EpochMs | null)[], of: (...times: number[]) => number): EpochMs | null => {
  const known = times.filter((at) => at !== null);
  return known.length === 0 ? null : (of(...known) as EpochMs);
};

/** The order in which partitions are read must not show in the last digit of a mean. */
const inOrder = (a: Outcome, b: Outcome): number =>
  a.enteredMs - b.enteredMs || (a.contract < b.contract ? -1 : a.contract > b.contract ? 1 : 0);

const groupsOf = (outcomes: readonly Outcome[]): readonly BacktestGroup[] =>
  [null, ...scoreBands.map(([band]) => band)].flatMap((band) =>
    outcomeHorizons.map((horizon) => {
      const chosen = outcomes.filter((outcome) => outcome.horizon === horizon && (band === null || outcome.band === band));
      return { band, horizon, ...outcomeStatistics(chosen) };
    }),
  );
