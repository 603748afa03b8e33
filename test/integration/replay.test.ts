import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { systemClock } from '@gexstream/actors';
import { type Bus, decodeEvent, type StoredRecord, topic } from '@gexstream/bus';
import { epochMs, type Feed, type OptionUpdates } from '@gexstream/domain';
import { gexGroup, startGex } from '@gexstream/gex';
import { historyGroup, startHistory } from '@gexstream/history';
import {
  fileSink,
  type IngestConfig,
  type IngestStatus,
  openRecording,
  openRecordingWriter,
  type Recording,
  type ReplaySpeed,
  recorder,
  startIngest,
  startReplay,
} from '@gexstream/ingest';
import { memoryTokenStore } from '@gexstream/schwab';
import { freshMarketState, marketClock, parseFault, simulatedLogin, simulatedUser, startSimulator } from '@gexstream/simulator';
import { allTables } from '@gexstream/store';
import { openDuckDbStore } from '@gexstream/store/duckdb';
import { pino } from 'pino';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { canariesIn } from '../support/canaries.ts';
import { allRecords, openLog } from '../support/gex-log.ts';

const wall = systemClock();
const log = pino({ level: 'silent' });
const symbols = ['SPY', 'IWM'];
const feed: Feed = 'replay-sim-test';
const secrets: Record<string, string> = { 'customer id': simulatedUser.customerId, 'correlation id': simulatedUser.correlId };

let folder: string;
let recording: Recording;
/** What topic `market` got while it was recorded. */
let original: readonly StoredRecord[];

/** Some seconds of the simulated market, of which the chains come first and the stream then tells what changed. */
const record = async (path: string): Promise<void> => {
  const clock = marketClock(wall, freshMarketState(wall.now()));
  const simulator = await startSimulator({ host: '127.0.0.1', port: 0, seed: 1, clock, symbols });
  const bus = await openLog(join(folder, 'recorded'));
  const store = memoryTokenStore({ refreshToken: simulatedLogin.refreshToken });
  const config: IngestConfig = {
    feed: 'sim',
    baseUrl: simulator.url,
    ...simulatedLogin,
    tokenStore: {
      read: () => store.read(),
      write: async (token) => {
        if (token.access !== null) secrets['access token'] = token.access.token;
        await store.write(token);
      },
    },
    symbols,
    streamedContractsMax: 200,
  };
  const header = {
    ...{ feed: config.feed, symbols, carry: 'zero', startedMs: clock.now() },
    ...{ chainEveryMs: 60_000, streamedContractsMax: 200, restPerMinuteMax: 110 },
  };
  const writer = await openRecordingWriter({ sink: await fileSink(path), header, clock: wall });
  const ingest = await startIngest({ bus, clock, wallClock: wall, log, config, seed: 1, recorder: recorder(writer) });
  const rounds = async (): Promise<number> =>
    (await allRecords(bus, topic.market.name)).filter(({ value }) => decodeEvent(value!).kind === 'chain-round').length;
  await vi.waitUntil(async () => (await rounds()) >= symbols.length, { timeout: 40_000, interval: 100 });
  // Seven seconds and more of the feed's own time, however slow the machine is: outputs go by it.
  const { updates, timeMarks } = ingest.status().counters;
  const isEnough = ({ counters }: IngestStatus): boolean =>
    counters.timeMarks >= timeMarks + 32 * topic.market.partitions && counters.updates > updates + 600;
  await vi.waitUntil(() => isEnough(ingest.status()), { timeout: 60_000, interval: 100 });
  simulator.faults.inject(parseFault('no-stream'));
  await vi.waitUntil(async () => (await allRecords(bus, topic.market.name)).some(isNearMoney), {
    timeout: 60_000,
    interval: 100,
  });
  await ingest.stop();
  await writer.close();
  original = await allRecords(bus, topic.market.name);
  await bus.close();
  await simulator.stop();
};

/** What REST brings while the stream is away: strikes around the money, which list nothing. */
const isNearMoney = ({ value }: Pick<StoredRecord, 'value'>): boolean => {
  const { kind, body } = decodeEvent(value!);
  if (kind !== 'option-updates') return false;
  const { origin, listing } = body as OptionUpdates;
  return origin === 'rest' && listing === undefined;
};

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gexstream-replay-'));
  await record(join(folder, 'day.rec'));
  recording = await openRecording(join(folder, 'day.rec'));
}, 120_000);
afterAll(() => rm(folder, { recursive: true, force: true }));

const followers = [
  { group: gexGroup, topic: topic.market.name, recordsMax: 500 },
  { group: historyGroup, topic: topic.levels.name, recordsMax: 500 },
  { group: historyGroup, topic: topic.ticks.name, recordsMax: 500 },
  { group: historyGroup, topic: topic.profiles.name, recordsMax: 10 },
];

/** Every topic's bytes and every table's rows that a replay gives, once it is over. */
interface Given {
  readonly topics: Readonly<Record<string, readonly string[]>>;
  readonly rows: Readonly<Record<string, readonly object[]>>;
}

const given = async (bus: Bus, rows: Given['rows']): Promise<Given> => {
  const names = [topic.market, topic.ticks, topic.levels, topic.cells, topic.profiles].map(({ name }) => name);
  const topics = await Promise.all(
    names.map(async (name) => {
      const records = await allRecords(bus, name);
      const texts = records.map(({ partition, offset, key, timestampMs, value }) =>
        [partition, offset, key, timestampMs, Buffer.from(value!).toString('base64')].join(' '),
      );
      return [name, texts] as const;
    }),
  );
  return { topics: Object.fromEntries(topics), rows };
};

/** All apps behind a replay, on a log and a history of their own; `until` ends it before it is over. */
const replayed = async (name: string, speed: ReplaySpeed, until?: (bus: Bus) => Promise<boolean>): Promise<Given> => {
  const bus = await openLog(join(folder, name));
  const store = await openDuckDbStore({ path: join(folder, `${name}.duckdb`) });
  const history = await startHistory({ bus, store, clock: wall, log, feed });
  const gex = await startGex({ bus, clock: wall, log, carry: { kind: 'zero' } });
  const replay = await startReplay({ bus, clock: wall, log, recording, feed, speed, followers });
  if (until === undefined) await Promise.race([replay.over, replay.done.then(() => Promise.reject(new Error('ended early')))]);
  else while (!(await until(bus))) await setTimeout(10);
  await replay.stop();
  await gex.stop();
  await history.stop();
  const all = { from: epochMs(0), to: epochMs(recording.toMs + 1), limit: 100_000 };
  const rows = await Promise.all(allTables.map(async (table) => [table.name, await store.range(table, all)] as const));
  const outcome = await given(bus, Object.fromEntries(rows));
  await store.close();
  notices.push(...(await allRecords(bus, topic.feedNotices.name)), ...(await allRecords(bus, topic.deadLetters.name)));
  await bus.close();
  return outcome;
};
/** What any replay would tell whoever runs it. */
const notices: StoredRecord[] = [];
let first: Given;

test('C-15: the same recording gives the same records and the same rows, byte for byte', async () => {
  first = await replayed('first', 'max');
  for (const name of ['market', 'ticks', 'levels', 'cells']) expect([name, first.topics[name]!.length > 5]).toEqual([name, true]);
  expect(first.rows.gex_levels!.length).toBeGreaterThan(10);
  expect(await replayed('second', 'max')).toEqual(first);
});

test('C-15: the speed changes neither', async () => {
  expect(await replayed('tenfold', 10)).toEqual(first);
});

test('C-15, X-04: nor does a stop in the middle: the next start goes on where it was, and one after the end adds nothing', async () => {
  const half = first.topics.market!.length / 2;
  const isHalf = async (bus: Bus): Promise<boolean> => (await allRecords(bus, topic.market.name)).length >= half;
  await replayed('stopped', 10, isHalf);
  const resumed = await replayed('stopped', 'max');
  expect(resumed.topics.market).toEqual(first.topics.market);
  expect(resumed.topics.ticks).toEqual(first.topics.ticks);
  expect(resumed.rows).toEqual(first.rows);
  expect((await replayed('stopped', 'max')).topics.market).toEqual(first.topics.market);
});

test('strikes around the money, which came while the stream was away, list nothing in the replay either', () => {
  const count = original.filter(isNearMoney).length;
  expect(count).toBeGreaterThan(0);
  const values = first.topics.market!.map((text) => ({ value: Buffer.from(text.split(' ')[4]!, 'base64') }));
  expect(values.filter(isNearMoney)).toHaveLength(count);
});

test('a replay tells what was told while it was recorded, marked as the replay it is', () => {
  const events = first.topics.market!.map((text) => decodeEvent(Buffer.from(text.split(' ')[4]!, 'base64')));
  expect(new Set(events.map((event) => `${event.feed} ${event.run}`))).toEqual(new Set([`${feed} ${feed}`]));
  const told = (list: readonly ReturnType<typeof decodeEvent>[]): readonly string[] =>
    list
      .filter(({ kind, body }) => kind !== 'time-mark' && (body as { readonly origin?: string }).origin !== 'chain')
      .map(({ underlying, kind, body }) => `${underlying} ${kind} ${JSON.stringify(body)}`)
      .sort();
  expect(told(events)).toEqual(told(original.map(({ value }) => decodeEvent(value!))));
});

test('a replay notifies no one', () => {
  expect(notices).toEqual([]);
});

test('C3: no token, key or id of the login stands in a recording', async () => {
  const parts: string[] = [JSON.stringify(recording.header)];
  for await (const { request, body } of recording.read()) parts.push(request, body.toString());
  expect(Object.keys(secrets)).toContain('access token');
  const canaries = { ...secrets, 'refresh token': simulatedLogin.refreshToken, key: simulatedLogin.appKey };
  expect(canariesIn(canaries, { recording: parts.join('\n') })).toEqual([]);
});
