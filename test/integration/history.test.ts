import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemClock } from '@gexstream/actors';
import { allTopics, type Bus, type BusRecord, decodeEvent, encodeEvent, topic } from '@gexstream/bus';
import { openLmdbBus } from '@gexstream/bus/lmdb';
import { type Envelope, type EpochMs, epochMs } from '@gexstream/domain';
import { type History, historyGroup, historyRows, startHistory } from '@gexstream/history';
import {
  allTables,
  feedGaps,
  gexLevels,
  type RowOf,
  type Store,
  StoreError,
  type Table,
  underlyingBars,
  underlyingTicks,
} from '@gexstream/store';
import { openDuckDbStore } from '@gexstream/store/duckdb';
import { pino } from 'pino';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';

const clock = systemClock();
const log = pino({ level: 'silent' });
const start = Date.UTC(2026, 10, 20, 15, 30);
const everything = { from: epochMs(0), to: epochMs(4e12), limit: 100_000 };

let folder = '';
let bus: Bus;
let store: Store;
const running: History[] = [];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gexstream-history-'));
  bus = await openLmdbBus({ path: join(folder, 'log'), clock });
  await bus.declareTopics(allTopics);
  store = await openDuckDbStore({ path: join(folder, 'history.duckdb'), memoryLimitMb: 128 });
});
afterEach(async () => {
  await Promise.all(running.splice(0).map((history) => history.stop()));
  await bus.close();
  await store.close();
  await rm(folder, { recursive: true });
});

const started = async (into: Store = store): Promise<History> => {
  const history = await startHistory({ bus, store: into, clock, log, feed: 'sim' });
  running.push(history);
  return history;
};

const event = (kind: string, underlying: string, seq: number, body: unknown, offsetMs = seq * 250): Envelope<string, unknown> => {
  const eventMs: EpochMs = epochMs(start + offsetMs);
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
const expiry = { expiry: '2026-12-18', settlement: 'am', settlesMs: start + 86_400_000 };

const levels = (underlying: string, seq: number, net = seq / 3) =>
  event('levels', underlying, seq, {
    ...{ underlying, asOf: start + seq * 250, spot: 6000, model, ...slice(net), coverage: null, newestMs: start },
    expiries: [{ ...expiry, floored: false, ...slice(net) }],
  });

const profile = (underlying: string, seq: number) => {
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
    asOf: start,
    spot: 6000,
    model,
    coverage: null,
    expiries: [expiry],
    ...where,
    ...columns,
  });
};

const record = (topicName: string, of: Envelope<string, unknown>): BusRecord => ({
  topic: topicName,
  key: of.underlying,
  value: encodeEvent(of),
  timestampMs: of.eventMs,
});

/** A minute of four underlyings on all three topics. */
const aMinute = (): readonly BusRecord[] =>
  ['SPX', 'SPY', 'QQQ', 'IWM'].flatMap((underlying) => [
    ...Array.from({ length: 240 }, (_, i) => record(topic.levels.name, levels(underlying, i))),
    record(topic.profiles.name, profile(underlying, 240)),
    ...Array.from({ length: 60 }, (_, i) =>
      record(topic.ticks.name, event('underlying-quote', underlying, i, { origin: 'stream', last: 6000 + i })),
    ),
    record(
      topic.ticks.name,
      event('underlying-bar', underlying, 60, { startMs: start, open: 1, high: 2, low: 1, close: 2, volume: 9 }),
    ),
    record(topic.ticks.name, event('gap', underlying, 61, { fromMs: start, toMs: start + 9, reason: 'away' })),
    record(topic.ticks.name, event('feed-link', underlying, 62, { stream: 'up', reason: '' })),
  ]);

const stored = async (from: Store = store): Promise<Record<string, readonly unknown[]>> =>
  Object.fromEntries(
    await Promise.all(allTables.map(async (table) => [table.name, await from.range(table, everything)] as const)),
  );

/** The rows that the log says should be there, made from it by the same pure mapping and put in order by hand. */
const fromLog = async (): Promise<Record<string, readonly unknown[]>> => {
  const byTable = new Map<Table, Map<string, RowOf<Table>>>(allTables.map((table) => [table, new Map()]));
  for (const { name } of [topic.levels, topic.profiles, topic.ticks]) {
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

const committed = async (): Promise<number> => (await bus.committed(historyGroup)).reduce((sum, { offset }) => sum + offset, 0);
const until = (check: () => Promise<void> | void) => vi.waitFor(check, { timeout: 20_000, interval: 25 });
const allCommitted = (records: number) => until(async () => expect(await committed()).toBe(records));

test('every record becomes its rows, and offsets are committed after them', async () => {
  const records = aMinute();
  const history = await started();
  await bus.publish(records);
  await allCommitted(records.length);
  expect(await store.count(gexLevels)).toBe(4 * 240);
  expect(await store.count(underlyingTicks)).toBe(4 * 60);
  expect(await store.count(underlyingBars)).toBe(4);
  expect(await store.count(feedGaps)).toBe(4);
  expect(await stored()).toEqual(await fromLog());
  expect(history.status()).toMatchObject({
    deadLetters: 0,
    batchesWaiting: 0,
    lastEventMs: start + 62 * 1000 - 2000,
    trimmedSession: '2026-11-20',
    tables: { gex_levels: { rows: 960, failures: 0, lastError: null, retrying: false } },
  });
});

test('a stop between append and commit doubles nothing: the batch comes again and replaces itself', async () => {
  const records = aMinute();
  await bus.publish(records);
  // Every commit fails, as it would for a process that is killed right after the store has the rows.
  const uncommitting = busBut((options) =>
    bus.subscribe({ ...options, onBatch: (batch) => options.onBatch(batch, () => Promise.reject(new Error('killed'))) }),
  );
  const killed = await startHistory({ bus: uncommitting, store, clock, log, feed: 'sim' });
  await expect(killed.done).rejects.toThrow('killed');
  await killed.stop();
  expect(await committed()).toBe(0);
  expect(await store.count(gexLevels)).toBeGreaterThan(0);

  await started();
  await allCommitted(records.length);
  expect(await stored()).toEqual(await fromLog());
});

test('a stop writes and commits what was read, and the next start goes on from there', async () => {
  const first = await started();
  await bus.publish(aMinute());
  await until(() => expect(first.status().lastEventMs).not.toBeNull());
  await first.stop();
  await first.done;
  expect(first.status().batchesWaiting).toBe(0);
  const before = await committed();
  expect(before).toBeGreaterThan(0);

  await bus.publish([record(topic.levels.name, levels('SPX', 1000))]);
  await started();
  await allCommitted(aMinute().length + 1);
  expect(await stored()).toEqual(await fromLog());
});

test('a store that is away is asked again; nothing is committed meanwhile and nothing is lost', async () => {
  let away = true;
  let asked = 0;
  const flaky = storeBut({
    append: async (table, rows) => {
      asked += 1;
      if (away) throw new StoreError('STORE_FAILED', 'the disk is full');
      await store.append(table, rows);
    },
  });
  const records = aMinute();
  const history = await started(flaky);
  await bus.publish(records);
  await until(() => {
    expect(asked).toBeGreaterThan(6);
    expect(history.status().tables.gex_levels).toMatchObject({
      retrying: true,
      rows: 0,
      lastError: 'the disk is full (STORE_FAILED)',
    });
  });
  expect(await committed()).toBe(0);
  away = false;
  await allCommitted(records.length);
  expect(await stored()).toEqual(await fromLog());
  expect(history.status().tables.gex_levels).toMatchObject({ retrying: false, rows: 960 });
});

test('a stop while the store is away ends without committing', async () => {
  const gone = storeBut({ append: () => Promise.reject(new StoreError('STORE_FAILED', 'away')) });
  const history = await started(gone);
  await bus.publish(aMinute());
  await until(() => expect(history.status().tables.gex_levels?.failures).toBeGreaterThan(0));
  await history.stop();
  await history.done;
  expect(await committed()).toBe(0);
});

test('a store that was closed ends the history with the reason', async () => {
  const closed = storeBut({ append: () => Promise.reject(new StoreError('STORE_CLOSED', 'closed')) });
  const history = await startHistory({ bus, store: closed, clock, log, feed: 'sim' });
  await bus.publish(aMinute());
  await expect(history.done).rejects.toThrow(/closed|STORE_CLOSED/);
  await history.stop();
  expect(await committed()).toBe(0);
});

test('what cannot be read goes to the dead letters, counted, and the others go on', async () => {
  const good = levels('SPX', 1);
  const bad: readonly BusRecord[] = [
    { ...record(topic.levels.name, good), value: Uint8Array.of(9, 9, 9) },
    record(topic.levels.name, { ...good, body: { spot: 'x' } }),
    record(topic.levels.name, levels('SPX', 2, Number.NaN)),
    record(topic.levels.name, { ...good, feed: 'live' }),
    record(topic.levels.name, { ...good, version: 3 }),
  ];
  const history = await started();
  await bus.publish([...bad, record(topic.levels.name, good)]);
  await allCommitted(bad.length + 1);
  expect((await store.range(gexLevels, everything)).map((row) => row.input_seq)).toEqual([1]);
  expect(history.status().deadLetters).toBe(bad.length);
  const [letters] = await bus.offsets(topic.deadLetters.name);
  const texts = (await bus.read(topic.deadLetters.name, 0, 0, letters!.end, 100)).map(({ value }) =>
    Buffer.from(value!).toString(),
  );
  expect(texts).toHaveLength(bad.length);
  expect(texts[2]).toMatch(/column \\"net_gex\\" is not a finite number/);
  expect(texts[3]).toMatch(/of feed live, this history keeps sim/);
  expect(texts[4]).toMatch(/schema version 3/);
});

test('the store is trimmed once per session date, counted from event time', async () => {
  const trims: number[] = [];
  const watched = storeBut({
    trim: async (now) => {
      trims.push(now);
      await store.trim(now);
    },
  });
  await started(watched);
  const day = (date: string, seq: number, days: number) => ({
    ...event('underlying-quote', 'SPX', seq, { origin: 'rest' }, days * 86_400_000),
    sessionDate: date,
  });
  const days = [day('2026-11-20', 1, 0), day('2026-11-20', 2, 0.25), day('2026-12-21', 3, 31), day('2026-12-21', 4, 31.25)];
  for (const [index, each] of days.entries()) {
    await bus.publish([record(topic.ticks.name, each)]);
    await allCommitted(index + 1);
  }
  expect(trims).toEqual([start, start + 31 * 86_400_000]);
  // Ticks are kept 30 days: those of the first day have gone with the trim of the second date.
  expect((await store.range(underlyingTicks, everything)).map((row) => row.session_date)).toEqual(['2026-12-21', '2026-12-21']);
});

/** A store that is the given one but for what is replaced. */
function storeBut(change: Partial<Store>): Store {
  return {
    declareTables: (tables) => store.declareTables(tables),
    append: (table, rows) => store.append(table, rows),
    latest: (table, where) => store.latest(table, where),
    range: (table, options) => store.range(table, options),
    sample: (table, options) => store.sample(table, options),
    count: (table, where) => store.count(table, where),
    trim: (now) => store.trim(now),
    close: () => store.close(),
    ...change,
  };
}

/** A bus that is the given one but for its subscriptions. */
function busBut(subscribe: Bus['subscribe']): Bus {
  return {
    publish: (records) => bus.publish(records),
    subscribe,
    declareTopics: (topics) => bus.declareTopics(topics),
    inspectTopics: (topics) => bus.inspectTopics(topics),
    topics: () => bus.topics(),
    offsets: (name) => bus.offsets(name),
    groups: () => bus.groups(),
    committed: (group) => bus.committed(group),
    read: (...args) => bus.read(...args),
    close: () => bus.close(),
  };
}
