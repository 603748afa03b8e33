import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemClock } from '@gexstream/actors';
import { allTopics, type Bus, type BusRecord, decodeEvent, encodeEvent, type StoredRecord, topic } from '@gexstream/bus';
import { openLmdbBus } from '@gexstream/bus/lmdb';
import { type ExposureBody, epochMs, type Levels } from '@gexstream/domain';
import { gexGroup, inspectBook, newestCells, startGex } from '@gexstream/gex';
import { pino } from 'pino';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { logStartMs, marketLog } from '../support/market-log.ts';

const outputs = [topic.levels.name, topic.cells.name, topic.profiles.name];
const log = pino({ level: 'silent' });
const recorded = marketLog({ seed: 7, symbols: ['SPX', 'SPY'], seconds: 95 });

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'gexstream-replay-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

const openBus = async (name: string): Promise<Bus> => {
  const bus = await openLmdbBus({ path: join(folder, name), clock: systemClock() });
  await bus.declareTopics(allTopics);
  return bus;
};

/** Runs the processor until it has committed every record of `market`. */
const processed = async (bus: Bus): Promise<void> => {
  const gex = await startGex({ bus, clock: systemClock(), log, carry: { kind: 'zero' } });
  const ends = (await bus.offsets(topic.market.name)).filter(({ start, end }) => end > start);
  const caughtUp = async (): Promise<boolean> => {
    const committed = new Map((await bus.committed(gexGroup)).map(({ partition, offset }) => [partition, offset]));
    return ends.every(({ partition, end }) => committed.get(partition) === end);
  };
  await Promise.race([expect.poll(caughtUp, { timeout: 30_000, interval: 20 }).toBe(true), gex.done]);
  await gex.stop();
};

const all = async (bus: Bus, name: string): Promise<readonly StoredRecord[]> => {
  const partitions = await bus.offsets(name);
  return (
    await Promise.all(partitions.map(({ partition, start, end }) => bus.read(name, partition, start, end, 100_000)))
  ).flat();
};

/** By what makes an output that output; the last of equals stands, as for every reader. */
const byIdentity = (records: readonly StoredRecord[]): Map<string, string> =>
  new Map(
    records.map(({ topic: name, key, timestampMs, value }) => [
      `${name} ${key} ${timestampMs}`,
      Buffer.from(value!).toString('base64'),
    ]),
  );

const outputsOf = async (bus: Bus): Promise<readonly StoredRecord[]> =>
  (await Promise.all(outputs.map((name) => all(bus, name)))).flat();

test('a recorded log, replayed twice, gives the same output records, byte for byte', async () => {
  const [first, second] = [await openBus('first'), await openBus('second')];
  for (const bus of [first, second]) {
    await bus.publish(recorded);
    await processed(bus);
  }
  const [a, b] = [await outputsOf(first), await outputsOf(second)];
  expect(a.length).toBeGreaterThan(700);
  expect(b.map(({ offset, partition, topic: name, key }) => [name, partition, offset, key])).toEqual(
    a.map(({ offset, partition, topic: name, key }) => [name, partition, offset, key]),
  );
  expect(a.every(({ value }, index) => Buffer.compare(value!, b[index]!.value!) === 0)).toBe(true);
  await Promise.all([first.close(), second.close()]);
});

test('a processor that stops in the middle and begins again from its snapshot gives what one that never stopped gives', async () => {
  const whole = await openBus('whole');
  await whole.publish(recorded);
  await processed(whole);

  const broken = await openBus('broken');
  // Past the first snapshot (30 s of event time), in the middle of a second.
  const middle = recorded.findIndex(({ timestampMs }) => timestampMs > logStartMs + 47_600);
  await broken.publish(recorded.slice(0, middle));
  await processed(broken);
  await broken.publish(recorded.slice(middle));
  await processed(broken);

  expect(byIdentity(await outputsOf(broken))).toEqual(byIdentity(await outputsOf(whole)));
  await Promise.all([whole.close(), broken.close()]);
});

test('levels come every 250 ms of event time, cells every second, a profile every minute', async () => {
  const bus = await openBus('cadence');
  await bus.publish(recorded);
  await processed(bus);
  const momentsOf = async (name: string, key: string): Promise<readonly number[]> =>
    (await all(bus, name)).filter((each) => each.key === key).map(({ timestampMs }) => timestampMs - logStartMs);
  const levels = await momentsOf(topic.levels.name, 'SPX');
  expect(levels.filter((ms) => ms % 250 === 0)).toEqual(Array.from({ length: 95 * 4 }, (_, index) => (index + 1) * 250));
  expect(await momentsOf(topic.cells.name, 'SPX')).toEqual(Array.from({ length: 95 }, (_, index) => (index + 1) * 1000));
  expect(await momentsOf(topic.profiles.name, 'SPX')).toEqual([60_000]);
  await bus.close();
});

test('what cannot be read goes to dead-letters with its place and reason, and the rest goes on', async () => {
  const bus = await openBus('poison');
  const [head, ...rest] = recorded;
  await bus.publish([head!, { ...rest[1]!, value: new TextEncoder().encode('not an event') }, ...rest]);
  await processed(bus);
  const letters = await all(bus, topic.deadLetters.name);
  expect(letters).toHaveLength(1);
  expect(JSON.parse(Buffer.from(letters[0]!.value!).toString('utf8'))).toMatchObject({
    topic: 'market',
    offset: expect.any(Number),
    reason: expect.any(String),
  });
  expect((await all(bus, topic.cells.name)).length).toBeGreaterThan(100);
  await bus.close();
});

test('the book behind the newest cells can be rebuilt from the log, and computes to the same cells', async () => {
  const bus = await openBus('inspect');
  await bus.publish(recorded);
  await processed(bus);
  const cells = (await newestCells(bus, 'SPX'))!;
  const book = (await inspectBook(bus, 'SPX', cells.eventMs, cells.body.model.carry))!;
  const levels = (await all(bus, topic.levels.name))
    .filter(({ key, timestampMs }) => key === 'SPX' && timestampMs === cells.eventMs)
    .map(({ value }) => decodeEvent(value!).body as ExposureBody<Levels>)[0]!;
  const net = book.contracts.reduce((sum, { gex }) => sum + gex, 0);
  expect(Math.abs(net - levels.total.net)).toBeLessThan(1e-9 * levels.total.gross);
  expect(book.spot).toBe(cells.body.spot);
  await bus.close();
});

test('nothing goes out before the chain has come whole', async () => {
  const bus = await openBus('partial');
  const isRound = ({ value }: BusRecord): boolean => decodeEvent(value!).kind === 'chain-round';
  await bus.publish(recorded.filter((record) => !isRound(record)));
  await processed(bus);
  expect(await outputsOf(bus)).toEqual([]);
  // The next session's round lets it begin, from what is known by then.
  const late = recorded.filter(isRound).map((record) => {
    const event = decodeEvent(record.value!);
    return { ...record, value: encodeEvent({ ...event, seq: 1_000_000 }) };
  });
  const marks = recorded.filter(({ key }) => key === '*').slice(-48);
  const later = marks.map((record) => {
    const event = decodeEvent(record.value!);
    return { ...record, value: encodeEvent({ ...event, eventMs: epochMs(event.eventMs + 500) }) };
  });
  await bus.publish([...late, ...later]);
  await processed(bus);
  expect((await all(bus, topic.levels.name)).length).toBeGreaterThan(0);
  await bus.close();
});
