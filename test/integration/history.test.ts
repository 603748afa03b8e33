import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemClock } from '@gexstream/actors';
import { allTopics, type Bus, type BusRecord, topic } from '@gexstream/bus';
import { openLmdbBus } from '@gexstream/bus/lmdb';
import { epochMs } from '@gexstream/domain';
import { type History, historyGroup, startHistory } from '@gexstream/history';
import { feedGaps, gexLevels, type Store, StoreError, underlyingBars, underlyingTicks } from '@gexstream/store';
import { openDuckDbStore } from '@gexstream/store/duckdb';
import { pino } from 'pino';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { aMinute, event, levels, record, rowsOfLog, logStart as start, storedRows } from '../support/history-log.ts';

const clock = systemClock();
const log = pino({ level: 'silent' });
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

const stored = () => storedRows(store);
const fromLog = () => rowsOfLog(bus);

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
