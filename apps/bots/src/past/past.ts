import { type SkewLine, type StrikeColumn, skewLines } from '@gexstream/charts';
import {
  type EpochMs,
  easternDate,
  epochMs,
  type LevelsEvent,
  type OutcomeStatistics,
  outcomeStatistics,
  type ScoreBand,
  type SignalType,
  sessionOn,
} from '@gexstream/domain';
import {
  closeOutcomes,
  keptMinutes,
  modelId,
  outcomeOfRow,
  type Store,
  StoreError,
  skewMetrics,
  strikeColumns,
} from '@gexstream/store';

/** What was before now, as the store tells it: pictures over time and measured outcomes alone ask for it. */
export interface Past {
  /** Of the session so far; strikes ascending. Null where nothing is kept. */
  strikesOverTime(levels: LevelsEvent, now: EpochMs): Promise<StrikesOverTime | null>;
  /** Of 24 hours, a line an expiry, the nearest first; empty where nothing is kept. */
  skewOverTime(symbol: string, now: EpochMs): Promise<readonly SkewLine[]>;
  /** What came of earlier opportunities of this signal and band by the close. */
  measuredAtClose(signal: SignalType, band: ScoreBand, now: EpochMs): Promise<OutcomeStatistics>;
}

export interface StrikesOverTime {
  readonly strikes: readonly number[];
  readonly columns: readonly StrikeColumn[];
  readonly intervalMs: number;
  /** Percent of spot on each side. */
  readonly windowPct: number;
}

/** The history does not answer, or this process was started without one. */
export class PastUnavailable extends Error {
  override readonly name = 'PastUnavailable';
}

/** 26 columns a session, each a read of its own. */
const intervalMs = 900_000;
const windowPct = 2;
const dayMs = 86_400_000;
/** A day of 26 scans has 130. */
const skewRowsMax = 2_000;

/** Reads only. `store`: null where this process has none. Rejects with `PastUnavailable`. */
export const pastOf = (store: Store | null): Past => {
  const read = async <T>(reading: (from: Store) => Promise<T>): Promise<T> => {
    if (store === null) throw new PastUnavailable('These bots were started without the history (--questdb).');
    try {
      return await reading(store);
    } catch (cause) {
      if (!(cause instanceof StoreError)) throw cause;
      throw new PastUnavailable('The history cannot be read now.', { cause });
    }
  };
  return {
    strikesOverTime: ({ underlying, body, sessionDate }, now) =>
      read(async (from) => {
        const where = { underlying, model: modelId(body.model) };
        const range = { from: sessionOn(sessionDate)?.openMs ?? epochMs(now - dayMs), to: epochMs(now + 1), intervalMs };
        const minutes = await keptMinutes(from, where, range);
        if (minutes.length === 0) return null;
        const { strikes, columns } = await strikeColumns(from, where, minutes, { to: range.to, windowPct });
        return { strikes, intervalMs, windowPct, columns: columns.map(({ at, spot, net }) => ({ atMs: at, spot, values: net })) };
      }),
    skewOverTime: (symbol, now) =>
      read(async (from) => {
        const range = { where: { underlying: symbol }, from: epochMs(now - dayMs), to: epochMs(now + 1), limit: skewRowsMax };
        const rows = await from.range(skewMetrics, range);
        const looks = rows.map(({ expiry, ts, skew_25d: skew }) => ({ expiry, atMs: ts, skew }));
        const newest = rows.at(-1);
        return newest === undefined ? [] : skewLines(looks, easternDate(epochMs(newest.ts)));
      }),
    measuredAtClose: (signal, band, now) =>
      read(async (from) => outcomeStatistics((await closeOutcomes(from, now, { signal_type: signal, band })).map(outcomeOfRow))),
  };
};
