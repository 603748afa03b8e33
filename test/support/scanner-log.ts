import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { systemClock } from '@gexstream/actors';
import { type Bus, type BusRecord, encodeEvent, partitionCount, partitionOf, topic } from '@gexstream/bus';
import type { MarketEvent } from '@gexstream/domain';
import { startHistory } from '@gexstream/history';
import { scannerGroup, scanRunGroup, startScanner } from '@gexstream/scanner';
import { allTables } from '@gexstream/store';
import { openDuckDbStore } from '@gexstream/store/duckdb';
import { pino } from 'pino';
import { callAt, marketOf } from '../../apps/scanner/src/market.fixture.ts';
import { historyCaughtUp, type StoredRows, storedRows } from './clean-run.ts';
import { allCommitted, carry, openLog } from './gex-log.ts';

/** At home in three partitions. */
export const scannedSymbols = ['AAPL', 'QQQ', 'XOM'];

/**
 * Sixteen minutes from right before the scan of 10:30: chains, then volumes that grow, marks in every partition each two seconds. XOM's chain fails;
 * nobody scans DIA.
 */
export const scannerLog = (): readonly BusRecord[] => {
  const timed: { readonly second: number; readonly record: BusRecord }[] = [];
  const put = (second: number, event: MarketEvent, partition = partitionOf(event.underlying, partitionCount)): void => {
    const { underlying: key, eventMs: timestampMs } = event;
    timed.push({ second, record: { topic: topic.market.name, key, partition, value: encodeEvent(event), timestampMs } });
  };
  for (const symbol of [...scannedSymbols, 'DIA']) {
    const market = marketOf(symbol);
    put(-3.5, market.quote(-3.5, 100, 900_000));
    put(-3, market.chain(-3));
    put(-2.5, symbol === 'XOM' ? market.round(-2.5, 4, 'SCHWAB_TIMEOUT') : market.round(-2.5, 1));
    for (let second = 1; second < 960; second += 8) {
      put(second, market.quote(second, 100 + Math.sin(second / 100), 900_000 + 2_000 * second));
      const contract = callAt(symbol, 98 + (second % 6));
      put(second + 0.5, market.volume(second + 0.5, contract, 3_900 + 12 * second));
    }
  }
  const market = marketOf('QQQ');
  for (let second = -4; second <= 960; second += 2)
    for (let partition = 0; partition < partitionCount; partition++) put(second, market.mark(second), partition);
  return timed.sort((a, b) => a.second - b.second).map(({ record }) => record);
};

/** Tables that the scanner alone fills. */
export const scannerTables: readonly string[] = [
  'whale_flows',
  'oi_flows',
  'skew_metrics',
  'opportunities',
  'sentiment',
  'scan_runs',
  'outcomes',
];

/** Tables that gex and the market fill: all but the scanner's and those that people write into. */
export const marketTables: readonly string[] = allTables
  .filter(({ name, personal }) => personal === undefined && !scannerTables.includes(name))
  .map(({ name }) => name);

export const scannerTopics: readonly string[] = [
  topic.flow,
  topic.skew,
  topic.opportunities,
  topic.outcomes,
  topic.sentiment,
  topic.scanRuns,
  topic.demand,
].map(({ name }) => name);

export const scannerCaughtUp = async (bus: Bus): Promise<boolean> =>
  (await allCommitted(bus, scannerGroup)) && (await allCommitted(bus, scanRunGroup, [topic.scanResults.name]));

/** Runs the scanner in this process until it has dealt with everything on `market`. */
export const scanned = async (bus: Bus): Promise<void> => {
  const scanner = await startScanner({
    bus,
    clock: systemClock(),
    log: pino({ level: 'silent' }),
    carry,
    symbols: scannedSymbols,
  });
  const ended = scanner.done.then(() => Promise.reject(new Error('the scanner ended by itself')));
  ended.catch(() => {});
  try {
    while (!(await scannerCaughtUp(bus))) await Promise.race([ended, setTimeout(20)]);
  } finally {
    await scanner.stop();
  }
};

/** The records through the embedded way (lmdb, DuckDB): the rows of the scanner's tables, by table and key. */
export const scannedRows = async (records: readonly BusRecord[], folder: string): Promise<StoredRows> => {
  const bus = await openLog(join(folder, 'log'));
  const store = await openDuckDbStore({ path: join(folder, 'history.duckdb') });
  await bus.publish(records);
  await scanned(bus);
  const history = await startHistory({ bus, store, clock: systemClock(), log: pino({ level: 'silent' }), feed: 'sim' });
  while (!(await historyCaughtUp(bus))) await setTimeout(20);
  await history.stop();
  const rows = await storedRows(store);
  await Promise.all([store.close(), bus.close()]);
  return Object.fromEntries(scannerTables.map((name) => [name, rows[name]!]));
};
