import { actorSystem, simulatedClock } from '@gexstream/actors';
import { type Bus, type BusRecord, encodeEvent, type StoredRecord, type SubscribeOptions, topic } from '@gexstream/bus';
import { easternTime, epochMs, type PartitionScanEvent, scanIdOf } from '@gexstream/domain';
import { expect, test } from 'vitest';
import { followScanRuns } from './follow-scan-runs.ts';

const scanMs = easternTime('2026-11-20', 10, 0);
const report: PartitionScanEvent = {
  ...({ kind: 'partition-scan', version: 1, feed: 'sim', run: 'r1', underlying: '*', seq: 0 } as const),
  ...{ eventMs: scanMs, receiveMs: scanMs, emitMs: scanMs, sessionDate: '2026-11-20' },
  body: { scanId: scanIdOf(scanMs), scanMs, startMs: epochMs(scanMs - 120_000), partition: 0, symbols: [] },
};
const stored = (offset: number, value: Uint8Array): StoredRecord => ({
  ...{ topic: topic.scanResults.name, partition: 0, offset, key: '0', timestampMs: scanMs },
  value,
});
const unreadable = Uint8Array.of(9, 8, 7);

test('what cannot be read goes to the dead letters, and the runs go on', async () => {
  let subscribed: SubscribeOptions | undefined;
  const bus = {
    offsets: async () => [{ topic: topic.scanRuns.name, partition: 0, start: 0, end: 1 }],
    read: async () => [stored(0, unreadable)],
    subscribe: async (options: SubscribeOptions) => {
      subscribed = options;
    },
  } as unknown as Bus;
  const system = actorSystem({ name: 'scanner', clock: simulatedClock(scanMs), onCrash: expect.unreachable });
  const published: string[] = [];
  const publish = async (records: readonly BusRecord[]): Promise<void> =>
    void published.push(...records.map(({ topic: name }) => name));
  await followScanRuns({ bus, system, partitions: 1, publish });
  let committed = -1;
  const records = [stored(0, unreadable), stored(1, encodeEvent({ ...report, kind: 'levels' })), stored(2, encodeEvent(report))];
  await subscribed!.onBatch({ topic: topic.scanResults.name, partition: 0, records, endOffset: 3 }, async (offset) => {
    committed = offset;
  });
  expect(published.slice(0, 2)).toEqual([topic.deadLetters.name, topic.deadLetters.name]);
  expect(published.filter((name) => name === topic.scanRuns.name)).toHaveLength(2);
  expect(committed).toBe(2);
  await system.stop();
});
