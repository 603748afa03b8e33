import type { HistoryBody } from '../../contract/history.ts';
import type { LevelsEventBody } from '../../contract/stream.ts';
import { getJson } from './api-client.ts';
import { everyMs, nowMs } from './browser-clock.ts';
import { type HistoryMinute, historyMinutes, withLiveLevels } from './history-series.ts';

export interface HistoryFeed {
  minutes(symbol: string): readonly HistoryMinute[];
  /** Asks for the stored minutes of the symbol now shown. */
  follow(symbol: string): void;
  add(levels: LevelsEventBody): void;
  /** What failed when last asked; null while all is well. */
  problem(): string | null;
}

/** Stored minutes are asked for again now and then: what a pause or a lost connection left out comes back. After a failure sooner. */
const refreshEveryMs = 5 * 60_000;
const retryEveryMs = 30_000;

export const historyFeed = (changed: () => void): HistoryFeed => {
  const bySymbol = new Map<string, readonly HistoryMinute[]>();
  let followed = '';
  let problem: string | null = null;
  let askedMs = 0;

  const load = async (): Promise<void> => {
    const symbol = followed;
    if (symbol === '') return;
    askedMs = nowMs();
    try {
      const history = await getJson<HistoryBody>(`/api/gex/${encodeURIComponent(symbol)}/history?interval=1m`);
      const stored = historyMinutes(history.points);
      const lastStored = stored.at(-1)?.startS ?? Number.NEGATIVE_INFINITY;
      const heardSince = (bySymbol.get(symbol) ?? []).filter(({ startS }) => startS > lastStored);
      bySymbol.set(symbol, [...stored, ...heardSince]);
      problem = null;
    } catch (cause) {
      problem = cause instanceof Error ? cause.message : String(cause);
    }
    changed();
  };
  everyMs(retryEveryMs, () => {
    if (problem !== null || nowMs() - askedMs >= refreshEveryMs) void load();
  });

  return {
    minutes: (symbol) => bySymbol.get(symbol) ?? [],
    follow(symbol) {
      followed = symbol;
      void load();
    },
    add(levels) {
      bySymbol.set(levels.symbol, withLiveLevels(bySymbol.get(levels.symbol) ?? [], levels));
    },
    problem: () => problem,
  };
};
