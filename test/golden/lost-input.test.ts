import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemClock } from '@gexstream/actors';
import { allTopics, type Bus, type BusRecord, decodeEvent, encodeEvent, topic } from '@gexstream/bus';
import { openLmdbBus } from '@gexstream/bus/lmdb';
import type { Envelope, Gap } from '@gexstream/domain';
import { gexGroup, startGex } from '@gexstream/gex';
import { pino } from 'pino';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { readAll } from '../contract/bus-records.ts';
import { logStartMs, marketLog } from '../support/market-log.ts';

let folder = '';
let bus: Bus;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'gexstream-lost-'));
  bus = await openLmdbBus({ path: folder, clock: systemClock() });
  await bus.declareTopics(allTopics);
});
afterEach(async () => {
  await bus.close();
  rmSync(folder, { recursive: true, force: true });
});

const processed = async (): Promise<void> => {
  const gex = await startGex({ bus, clock: systemClock(), log: pino({ level: 'silent' }), carry: { kind: 'zero' } });
  const ends = (await bus.offsets(topic.market.name)).filter(({ start, end }) => end > start);
  const caughtUp = async (): Promise<boolean> => {
    const committed = new Map((await bus.committed(gexGroup)).map(({ partition, offset }) => [partition, offset]));
    return ends.every(({ partition, end }) => committed.get(partition) === end);
  };
  await Promise.race([expect.poll(caughtUp, { timeout: 30_000 }).toBe(true), gex.done]);
  await gex.stop();
};

/** A round over the chain as ingest ends it, numbered to follow the record. */
const chainRoundAfter = (record: BusRecord): BusRecord => {
  const before = decodeEvent(record.value!);
  const event = { ...before, kind: 'chain-round', seq: before.seq + 1, body: { windows: 1, givenUp: 0 } } as const;
  return { ...record, value: encodeEvent(event) };
};

test('K5: records that the log has lost are said as a gap, and nothing goes out for whole until the chain has been asked for again', async () => {
  const whole = marketLog({ seed: 7, symbols: ['SPX'], seconds: 40 });
  const lostFrom = logStartMs + 20_000;
  const lostTo = logStartMs + 22_000;
  const left = whole.filter(({ key, timestampMs }) => key !== 'SPX' || timestampMs < lostFrom || timestampMs > lostTo);
  const seqs = left.filter(({ key }) => key === 'SPX').map(({ value }) => decodeEvent(value!).seq);
  const hole = seqs.findIndex((seq, at) => seq !== at + 1);
  await bus.publish(left);
  await processed();

  const gaps = (await readAll(bus, topic.ticks.name)).map(({ value }) => decodeEvent(value!) as Envelope<string, Gap>);
  expect(gaps).toMatchObject([{ kind: 'gap', underlying: 'SPX', seq: seqs[hole - 1] }]);
  // Time marks went on meanwhile: the gap begins with the last of them, and nothing is claimed from where the hole shows.
  expect(gaps[0]!.body.toMs).toBeGreaterThan(lostTo);
  expect(gaps[0]!.body.reason).toContain(`record ${seqs[hole - 1]}`);
  const newest = async (): Promise<number> =>
    Math.max(...(await readAll(bus, topic.levels.name)).map(({ timestampMs }) => timestampMs));
  expect(await newest()).toBeLessThanOrEqual(lostTo + 250);

  const last = left.findLast(({ key }) => key === 'SPX')!;
  const mark = left.at(-1)!;
  const { partition } = last;
  const at = mark.timestampMs + 1_000;
  const laterMark = { ...mark, ...(partition === undefined ? {} : { partition }), timestampMs: at as typeof mark.timestampMs };
  const later = { ...decodeEvent(mark.value!), eventMs: at };
  await bus.publish([chainRoundAfter(last), { ...laterMark, value: encodeEvent(later as never) }]);
  await processed();
  expect(await newest()).toBeGreaterThan(mark.timestampMs);
});
