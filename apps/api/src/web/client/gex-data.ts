import type { GexDetailBody } from '../../contract/gex.ts';
import type { FeedStateBody } from '../../contract/status.ts';
import type { CellsChangeBody, LevelsEventBody, SnapshotEventBody } from '../../contract/stream.ts';
import { type CellStore, cellStore, withChange } from './cell-store.ts';
import type { AgeReport, Freshness } from './freshness.ts';

/** Everything the page has heard about one symbol. */
export interface SymbolData {
  readonly levels: LevelsEventBody;
  readonly cells: CellStore;
  readonly age: AgeReport;
}

export interface GexData {
  /** In the order of the tabs. */
  readonly symbols: readonly string[];
  readonly feed: FeedStateBody | null;
  readonly bySymbol: ReadonlyMap<string, SymbolData>;
}

export const noData: GexData = { symbols: [], feed: null, bySymbol: new Map() };

/** The names traders look at first come first, others after them by alphabet. */
const usualOrder = ['SPX', 'SPY', 'QQQ', 'IWM'];

const ordered = (symbols: Iterable<string>): string[] => {
  const rank = (symbol: string): number => (usualOrder.includes(symbol) ? usualOrder.indexOf(symbol) : usualOrder.length);
  return [...new Set(symbols)].sort((a, b) => rank(a) - rank(b) || a.localeCompare(b));
};

export const withFeedState = (data: GexData, feed: FeedStateBody, receivedMs: number): GexData => {
  const bySymbol = new Map(data.bySymbol);
  for (const { symbol, age_ms, status } of feed.underlyings) {
    const known = bySymbol.get(symbol);
    if (known === undefined || age_ms === null) continue;
    bySymbol.set(symbol, { ...known, age: { ageMs: age_ms, ...marksOf(status), speed: feed.speed, receivedMs } });
  }
  return { symbols: ordered([...data.symbols, ...feed.underlyings.map(({ symbol }) => symbol)]), feed, bySymbol };
};

export const withDetail = (data: GexData, detail: GexDetailBody, receivedMs: number): GexData => {
  const { cells, strikes: _rows, ...levels } = detail;
  return put(data, { levels, cells: cellStore(cells), age: ageOf(data, detail, receivedMs) });
};

export const withSnapshot = (data: GexData, snapshot: SnapshotEventBody, receivedMs: number): GexData => {
  let next = data;
  for (const detail of Object.values(snapshot.gex)) next = withDetail(next, detail, receivedMs);
  return withFeedState(next, snapshot.status, receivedMs);
};

/** Levels of a symbol whose cells have not come yet are left out: there is nothing to draw them on. */
export const withLevels = (data: GexData, levels: LevelsEventBody, receivedMs: number): GexData => {
  const known = data.bySymbol.get(levels.symbol);
  if (known === undefined) return data;
  return put(data, { levels, cells: known.cells, age: ageOf(data, levels, receivedMs) });
};

/** Null when the change has nothing to build on: the page must ask for a snapshot. */
export const withCells = (data: GexData, change: CellsChangeBody): GexData | null => {
  const known = data.bySymbol.get(change.symbol);
  if (known === undefined) return null;
  const cells = withChange(known.cells, change);
  return cells === null ? null : put(data, { ...known, cells });
};

const put = (data: GexData, symbol: SymbolData): GexData => ({
  ...data,
  symbols: ordered([...data.symbols, symbol.levels.symbol]),
  bySymbol: new Map(data.bySymbol).set(symbol.levels.symbol, symbol),
});

const marksOf = (status: Freshness | null): Pick<AgeReport, 'closed' | 'delayed'> => ({
  closed: status === 'closed',
  delayed: status === 'delayed',
});

const ageOf = (data: GexData, { age_ms, status }: LevelsEventBody, receivedMs: number): AgeReport => ({
  ageMs: age_ms,
  ...marksOf(status),
  speed: data.feed?.speed ?? 1,
  receivedMs,
});
