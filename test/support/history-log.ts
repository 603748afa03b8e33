import { type Bus, type BusRecord, decodeEvent, encodeEvent, topic } from '@gexstream/bus';
import { type Envelope, type EpochMs, epochMs } from '@gexstream/domain';
import { historyRows, historyTopics } from '@gexstream/history';
import { allTables, type RowOf, type Store, type Table } from '@gexstream/store';

/** Friday 20 November 2026, 10:30 in New York. */
export const logStart = Date.UTC(2026, 10, 20, 15, 30);

export const event = (
  kind: string,
  underlying: string,
  seq: number,
  body: unknown,
  offsetMs = seq * 250,
): Envelope<string, unknown> => {
  const eventMs: EpochMs = epochMs(logStart + offsetMs);
  const head = { version: 1, feed: 'sim', run: 'r1', underlying, seq, eventMs, receiveMs: eventMs, emitMs: eventMs } as const;
  return { kind, ...head, sessionDate: '2026-11-20', body };
};

const slice = (net: number) => ({
  total: { net, call: net + 5, put: -5, gross: net + 10 },
  zeroGamma: null,
  zeroGammaAll: [],
  callWall: 6100,
  putWall: 5900,
  maxGrossStrike: 6000,
  maxNetStrike: 6000,
  putCallRatioOi: 1,
  putCallRatioVolume: null,
  contracts: { used: 2, excluded: {} },
});
const model = { measure: 'oi', convention: 'calls+ puts-', carry: { kind: 'zero' }, kernel: 'bsm', ivOrder: 'live' };
const ivSources = { stream: 2, solved: 0, chain: 0, otherSide: 0 };
const expiry = { expiry: '2026-12-18', settlement: 'am', settlesMs: logStart + 86_400_000 };

export const levels = (underlying: string, seq: number, net = seq / 3) =>
  event('levels', underlying, seq, {
    ...{
      underlying,
      asOf: logStart + seq * 250,
      spot: 6000,
      model,
      ...slice(net),
      coverage: null,
      ivSources,
      newestMs: logStart,
    },
    expiries: [{ ...expiry, floored: false, ...slice(net) }],
  });

export const profile = (underlying: string, seq: number) => {
  const pair = (value: number) => Float64Array.of(value, value + seq);
  const columns = {
    callGex: pair(1),
    putGex: pair(-9),
    callOi: pair(2),
    putOi: pair(3),
    callVolume: pair(4),
    putVolume: pair(5),
  };
  const where = { strikes: pair(6000), expiryIndex: Uint16Array.of(0, 0), strikeIndex: Uint16Array.of(0, 1) };
  return event('profile', underlying, seq, {
    underlying,
    asOf: logStart,
    spot: 6000,
    model,
    coverage: null,
    expiries: [expiry],
    ...where,
    ...columns,
  });
};

export const record = (topicName: string, of: Envelope<string, unknown>): BusRecord => ({
  topic: topicName,
  key: of.underlying,
  value: encodeEvent(of),
  timestampMs: of.eventMs,
});

/** A minute of four underlyings on all three topics. */
export const aMinute = (): readonly BusRecord[] =>
  ['SPX', 'SPY', 'QQQ', 'IWM'].flatMap((underlying) => [
    ...Array.from({ length: 240 }, (_, i) => record(topic.levels.name, levels(underlying, i))),
    record(topic.profiles.name, profile(underlying, 240)),
    ...Array.from({ length: 60 }, (_, i) =>
      record(topic.ticks.name, event('underlying-quote', underlying, i, { origin: 'stream', last: 6000 + i })),
    ),
    record(
      topic.ticks.name,
      event('underlying-bar', underlying, 60, { startMs: logStart, open: 1, high: 2, low: 1, close: 2, volume: 9 }),
    ),
    record(topic.ticks.name, event('gap', underlying, 61, { fromMs: logStart, toMs: logStart + 9, reason: 'away' })),
    record(topic.ticks.name, event('feed-link', underlying, 62, { stream: 'up', reason: '' })),
  ]);

/** Everything that a store holds, by table. */
export const storedRows = async (from: Store): Promise<Record<string, readonly unknown[]>> => {
  const everything = { from: epochMs(0), to: epochMs(4e12), limit: 100_000 };
  return Object.fromEntries(
    await Promise.all(allTables.map(async (table) => [table.name, await from.range(table, everything)] as const)),
  );
};

/** The rows that the log says should be there, made from it by the same pure mapping and put in order by hand. */
export const rowsOfLog = async (bus: Bus): Promise<Record<string, readonly unknown[]>> => {
  const byTable = new Map<Table, Map<string, RowOf<Table>>>(allTables.map((table) => [table, new Map()]));
  for (const name of historyTopics) {
    for (const { partition, start: first, end } of await bus.offsets(name)) {
      for (const { value } of await bus.read(name, partition, first, end, 1e6)) {
        for (const { table, rows } of historyRows(decodeEvent(value!))) {
          const sortable = (row: RowOf<Table>) =>
            [table.timestamp, ...table.key].map((part) => String(row[part]).padStart(15)).join('|');
          for (const row of rows) byTable.get(table)!.set(sortable(row), row);
        }
      }
    }
  }
  const inOrder = (rows: Map<string, RowOf<Table>>) => [...rows].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, row]) => row);
  return Object.fromEntries([...byTable].map(([table, rows]) => [table.name, inOrder(rows)]));
};
