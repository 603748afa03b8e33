import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import type { BusUnderTest } from './bus.contract.ts';
import { collected, keptTopic, record, texts } from './bus-records.ts';

export const subscribingContract = (under: BusUnderTest): void => {
  describe('subscribing', () => {
    test('from the earliest: what lies there, then what comes, in the order of each key', async () => {
      await under.bus.declareTopics([keptTopic('t')]);
      const sent = ['SPX', 'SPY', 'QQQ'].flatMap((key) => [0, 1, 2, 3].map((at) => record('t', key, `${key}${at}`)));
      await under.bus.publish(sent.slice(0, 6));
      const got = collected();
      await under.bus.subscribe({ topics: ['t'], start: 'earliest', onBatch: async (batch) => got.add(batch) });
      await under.bus.publish(sent.slice(6));
      await got.count(12);
      for (const key of ['SPX', 'SPY', 'QQQ']) {
        expect(texts(got.records.filter((at) => at.key === key))).toEqual([0, 1, 2, 3].map((at) => `${key}${at}`));
      }
    });

    test('from the latest: only what comes after subscribing', async () => {
      await under.bus.declareTopics([keptTopic('t')]);
      await under.bus.publish([record('t', 'k', 'before')]);
      const got = collected();
      await under.bus.subscribe({ topics: ['t'], start: 'latest', onBatch: async (batch) => got.add(batch) });
      await under.bus.publish([record('t', 'k', 'after')]);
      await got.count(1);
      expect(texts(got.records)).toEqual(['after']);
    });

    test('readers without a group each see everything, and commit nothing', async () => {
      await under.bus.declareTopics([keptTopic('t')]);
      await under.bus.publish([record('t', 'a', '1'), record('t', 'b', '2')]);
      const readers = [collected(), collected()];
      for (const got of readers) {
        const onBatch = async (
          batch: Parameters<typeof got.add>[0],
          commit: (offset: number) => Promise<void>,
        ): Promise<void> => {
          got.add(batch);
          await commit(batch.records.at(-1)!.offset);
        };
        await under.bus.subscribe({ topics: ['t'], start: 'earliest', onBatch });
      }
      await Promise.all(readers.map((got) => got.count(2)));
      expect(readers.map((got) => texts(got.records).sort())).toEqual([
        ['1', '2'],
        ['1', '2'],
      ]);
      expect(await under.bus.groups()).toEqual([]);
    });

    test('a backlog of many megabytes is handled to its end, committed batch by batch', async () => {
      await under.bus.declareTopics([keptTopic('t', {}, 1)]);
      const text = 'x'.repeat(8_000);
      const sent = Array.from({ length: 3_000 }, (_, at) => record('t', 'k', `${at} ${text}`));
      await under.bus.publish(sent);
      let handled = 0;
      const { promise: all, resolve } = Promise.withResolvers<void>();
      const subscription = await under.bus.subscribe({
        topics: ['t'],
        group: 'g',
        start: 'earliest',
        batchRecordsMax: 100,
        onBatch: async ({ records }, commit) => {
          await commit(records.at(-1)!.offset);
          handled += records.length;
          if (handled === sent.length) resolve();
        },
      });
      await Promise.race([all, subscription.done]);
      expect(handled).toBe(sent.length);
    });

    test('a batch is of one partition, in order, no longer than asked for, and tells the end', async () => {
      await under.bus.declareTopics([keptTopic('t', {}, 2)]);
      const sent = Array.from({ length: 20 }, (_, at) => ({ ...record('t', 'k', `${at}`), partition: at % 2 }));
      await under.bus.publish(sent);
      const got = collected();
      await under.bus.subscribe({
        topics: ['t'],
        start: 'earliest',
        batchRecordsMax: 4,
        onBatch: async (batch) => got.add(batch),
      });
      await got.count(20);
      for (const batch of got.batches) {
        expect(batch.records.length).toBeGreaterThan(0);
        expect(batch.records.length).toBeLessThanOrEqual(4);
        expect(batch.records.every(({ partition }) => partition === batch.partition)).toBe(true);
        const offsets = batch.records.map(({ offset }) => offset);
        expect(offsets).toEqual([...offsets].sort((a, b) => a - b));
        expect(batch.endOffset).toBe(10);
      }
    });

    test('a long partition does not keep the others waiting', async () => {
      await under.bus.declareTopics([keptTopic('t', {}, 3)]);
      await under.bus.publish(Array.from({ length: 2000 }, (_, at) => ({ ...record('t', 'k', `${at}`), partition: 1 })));
      await under.bus.publish([{ ...record('t', 'k', 'other'), partition: 2 }]);
      const got = collected();
      let otherSeen = false;
      await under.bus.subscribe({
        topics: ['t'],
        start: 'earliest',
        batchRecordsMax: 10,
        onBatch: async (batch) => {
          got.add(batch);
          otherSeen ||= batch.partition === 2;
          // A broker answers for one partition at a time: until it has answered for both, there is no turn to take.
          if (!otherSeen) await delay(10);
        },
      });
      await got.count(2001);
      // Without turns it would be the last of 201 batches.
      expect(got.batches.findIndex(({ partition }) => partition === 2)).toBeLessThan(180);
    });

    test('the next batch waits until the handler is done: one at a time', async () => {
      await under.bus.declareTopics([keptTopic('t')]);
      await under.bus.publish(Array.from({ length: 40 }, (_, at) => record('t', `key ${at}`, `${at}`)));
      const got = collected();
      let running = 0;
      let runningMax = 0;
      await under.bus.subscribe({
        topics: ['t'],
        start: 'earliest',
        batchRecordsMax: 2,
        onBatch: async (batch) => {
          running++;
          runningMax = Math.max(runningMax, running);
          await new Promise((resolve) => setImmediate(resolve));
          running--;
          got.add(batch);
        },
      });
      await got.count(40);
      expect(runningMax).toBe(1);
    });

    test('onAssigned is told all partitions before the first record, and may say where to start', async () => {
      await under.bus.declareTopics([keptTopic('t', {}, 2)]);
      await under.bus.publish(Array.from({ length: 10 }, (_, at) => ({ ...record('t', 'k', `${at}`), partition: 1 })));
      const got = collected();
      const told: string[] = [];
      await under.bus.subscribe({
        topics: ['t'],
        start: 'earliest',
        onAssigned: async (partitions) => {
          expect(got.records).toEqual([]);
          told.push(...partitions.map(({ topic, partition }) => `${topic}/${partition}`));
          return new Map([['t/1', 7]]);
        },
        onBatch: async (batch) => got.add(batch),
      });
      await got.count(3);
      expect(told.sort()).toEqual(['t/0', 't/1']);
      expect(texts(got.records)).toEqual(['7', '8', '9']);
    });

    test('an offset ahead of the end misses nothing that comes', async () => {
      await under.bus.declareTopics([keptTopic('t', {}, 1)]);
      await under.bus.publish([record('t', 'k', 'old')]);
      const got = collected();
      const onAssigned = async (): Promise<Map<string, number>> => new Map([['t/0', 1_000]]);
      await under.bus.subscribe({ topics: ['t'], start: 'earliest', onAssigned, onBatch: async (batch) => got.add(batch) });
      await under.bus.publish([record('t', 'k', 'new')]);
      // Some logs begin again at the start: an offset they never gave is another log's.
      await expect.poll(() => texts(got.records), { timeout: 20_000 }).toContain('new');
    });

    test('a handler that rejects ends its subscription with that error, and no other', async () => {
      await under.bus.declareTopics([keptTopic('t')]);
      const got = collected();
      const failing = await under.bus.subscribe({
        topics: ['t'],
        start: 'earliest',
        onBatch: () => Promise.reject(new Error('cannot read this')),
      });
      const healthy = await under.bus.subscribe({ topics: ['t'], start: 'earliest', onBatch: async (batch) => got.add(batch) });
      const failure = expect(failing.done).rejects.toThrow('cannot read this');
      await under.bus.publish([record('t', 'k', 'v')]);
      await failure;
      await got.count(1);
      await failing.close();
      await healthy.close();
      await healthy.done;
    });

    test('close lets the running batch finish, calls onRevoked, and brings nothing more', async () => {
      await under.bus.declareTopics([keptTopic('t', {}, 1)]);
      const events: string[] = [];
      const got = collected();
      let letGo = (): void => {};
      const held = new Promise<void>((resolve) => {
        letGo = resolve;
      });
      const subscription = await under.bus.subscribe({
        topics: ['t'],
        start: 'earliest',
        batchRecordsMax: 1,
        onBatch: async (batch) => {
          got.add(batch);
          await held;
          events.push('handled');
        },
        onRevoked: async (partitions) => {
          events.push(`revoked ${partitions.length}`);
        },
      });
      await under.bus.publish([record('t', 'k', '1'), record('t', 'k', '2')]);
      await got.count(1);
      const closing = subscription.close();
      letGo();
      await closing;
      await subscription.close();
      await subscription.done;
      expect(events).toEqual(['handled', 'revoked 1']);
      expect(got.records).toHaveLength(1);
    });

    test('an unknown topic is refused', async () => {
      const subscribing = under.bus.subscribe({ topics: ['nowhere'], start: 'latest', onBatch: async () => {} });
      await expect(subscribing).rejects.toMatchObject({ code: 'BUS_UNKNOWN_TOPIC' });
    });
  });
};
