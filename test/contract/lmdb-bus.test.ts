import { mkdtempSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemClock } from '@gexstream/actors';
import { type LmdbBus, openLmdbBus } from '@gexstream/bus/lmdb';
import { epochMs } from '@gexstream/domain';
import { afterAll, expect, test } from 'vitest';
import { busContract } from './bus.contract.ts';

const folder = mkdtempSync(join(tmpdir(), 'gexstream-bus-'));
afterAll(() => rm(folder, { recursive: true, force: true }));

busContract(
  'the lmdb bus',
  {
    open: (place) => openLmdbBus({ path: join(folder, place), clock: systemClock() }),
    remove: (place) => rm(join(folder, place), { recursive: true, force: true }),
  },
  {
    atomicPublish: true,
    oneMemberPerGroup: true,
    keepsDeclarations: true,
    cleanUp: async (bus) => {
      await (bus as LmdbBus).applyRetention();
    },
  },
);

test('retention by age keeps what a group has yet to read, however far event time jumps', async () => {
  const bus = await openLmdbBus({ path: join(folder, 'unread'), clock: systemClock() });
  const hourMs = 3_600_000;
  await bus.declareTopics([
    { name: 't', partitions: 1, cleanup: { policy: 'delete', retentionMs: hourMs, retentionBytes: 1 << 20 }, doc: 'a weekend' },
  ]);
  const record = (ms: number) => ({ topic: 't', key: 'k', value: Uint8Array.of(1), timestampMs: epochMs(ms) });
  await bus.publish([record(0), record(1), record(2)]);
  const first = Promise.withResolvers<void>();
  const slow = await bus.subscribe({
    topics: ['t'],
    group: 'slow',
    start: 'earliest',
    batchRecordsMax: 1,
    onBatch: async (batch, commit) => {
      if (batch.records[0]!.offset > 0) return;
      await commit(0);
      first.resolve();
    },
  });
  await first.promise;
  await slow.close();
  await bus.publish([record(65 * hourMs), record(65 * hourMs + 1)]);
  await bus.applyRetention();
  expect(await bus.offsets('t')).toEqual([{ topic: 't', partition: 0, start: 1, end: 5 }]);
  await bus.close();
});
