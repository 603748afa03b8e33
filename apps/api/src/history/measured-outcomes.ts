import { type EpochMs, outcomeStatistics, type ScoreBand, type SignalType } from '@gexstream/domain';
import { closeOutcomes, outcomeOfRow, type outcomes, type RowOf, type Store, StoreError } from '@gexstream/store';
import type { MeasuredAnswer } from '../contract/scanner.ts';

type OutcomeRow = RowOf<typeof outcomes>;

/** A day brings few: they need not be read for every answer. */
const keptMs = 60_000;

interface Reading {
  readonly atMs: number;
  readonly rows: Promise<readonly OutcomeRow[]>;
  /** By signal and band: a hundred opportunities are of few, and going through all rows takes a millisecond each time. */
  readonly found: Map<string, MeasuredAnswer>;
}

/** Statistics at the close of earlier opportunities, by signal type and band where both are given. Null while the store fails. */
export type MeasuredOutcomes = (now: EpochMs) => Promise<((signal: SignalType, band?: ScoreBand) => MeasuredAnswer) | null>;

export const measuredOutcomes = (store: Store): MeasuredOutcomes => {
  let kept: Reading | null = null;
  return async (now) => {
    if (kept === null || now < kept.atMs || now - kept.atMs >= keptMs)
      kept = { atMs: now, rows: closeOutcomes(store, now), found: new Map() };
    const reading = kept;
    try {
      const rows = await reading.rows;
      return (signal, band) => {
        const group = `${signal}/${band ?? '*'}`;
        const known = reading.found.get(group);
        if (known !== undefined) return known;
        const found = measured(rows.filter((row) => row.signal_type === signal && (band === undefined || row.band === band)));
        reading.found.set(group, found);
        return found;
      };
    } catch (cause) {
      if (!(cause instanceof StoreError)) throw cause;
      if (kept === reading) kept = null;
      return null;
    }
  };
};

const measured = (rows: readonly OutcomeRow[]): MeasuredAnswer => {
  const { n, hitRate, meanReturn } = outcomeStatistics(rows.map(outcomeOfRow));
  return { n, hit_rate: hitRate, mean_return: meanReturn };
};
