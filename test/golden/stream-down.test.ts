import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Bus, type BusRecord, decodeEvent, encodeEvent, topic } from '@gexstream/bus';
import { epochMs, type LevelsEvent } from '@gexstream/domain';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { allRecords, openLog, processed } from '../support/gex-log.ts';
import { marketLog } from '../support/market-log.ts';

let folder = '';
let bus: Bus;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'gexstream-down-'));
  bus = await openLog(folder);
});
afterEach(async () => {
  await bus.close();
  rmSync(folder, { recursive: true, force: true });
});

test('while the stream is down every level says so, and nothing counts as streamed', async () => {
  const log = marketLog({ seed: 7, symbols: ['SPX'], seconds: 10 });
  const last = log.findLast(({ key }) => key === 'SPX')!;
  const event = decodeEvent(last.value!);
  const downMs = log.at(-1)!.timestampMs;
  /** On the partition of the underlying, in the order given. */
  const next = (change: object, atMs: number): BusRecord => {
    const eventMs = epochMs(atMs);
    return { ...last, timestampMs: eventMs, value: encodeEvent({ ...event, ...change, eventMs }) };
  };
  const body = { stream: 'down', reason: 'closed with code 1006' };
  await bus.publish([
    ...log,
    next({ kind: 'feed-link', version: 1, seq: event.seq + 1, body }, downMs),
    ...[250, 500, 750, 1_000].map((ms) =>
      next({ kind: 'time-mark', version: 1, underlying: '*', seq: 0, body: {} }, downMs + ms),
    ),
  ]);
  await processed(bus);

  const levels = (await allRecords(bus, topic.levels.name)).map(({ value }) => decodeEvent(value!) as LevelsEvent);
  const before = levels.filter(({ eventMs }) => eventMs <= downMs);
  const after = levels.filter(({ eventMs }) => eventMs > downMs);
  expect(before.length).toBeGreaterThan(10);
  expect(before.every(({ body: { stream } }) => stream === 'up')).toBe(true);
  expect(before.at(-1)!.body.coverage!.streamed).toBeGreaterThan(0.5);
  expect(after.length).toBeGreaterThan(0);
  for (const { body: said } of after) expect(said).toMatchObject({ stream: 'down', coverage: { streamed: 0 } });
});
