import { partitionOf } from '@gexstream/bus';
import { epochMs } from '@gexstream/domain/time';
import { describe, expect, test } from 'vitest';
import type { BusGuarantees, BusUnderTest } from './bus.contract.ts';
import { collected, keptTopic, readAll, record, texts } from './bus-records.ts';

export const publishingContract = (under: BusUnderTest, can: BusGuarantees): void => {
  describe('publishing', () => {
    test('large records of one key go in one call, whatever a request may hold, and keep their order', async () => {
      await under.bus.declareTopics([keptTopic('t')]);
      const large = (mark: number) => ({ ...record('t', 'k', ''), value: new Uint8Array(700_000).fill(mark) });
      await under.bus.publish([1, 2, 3].map(large));
      expect((await readAll(under.bus, 't')).map(({ value }) => value![0])).toEqual([1, 2, 3]);
    });

    test('a key lies in the partition that murmur2 says', async () => {
      const keys = ['SPX', 'SPY', 'QQQ', 'IWM', 'Ω'];
      await under.bus.declareTopics([keptTopic('t')]);
      await under.bus.publish(keys.map((key) => record('t', key, key)));
      const kept = await readAll(under.bus, 't');
      expect(kept.map(({ key, partition }) => [key, partition]).sort()).toEqual(
        keys.map((key) => [key, partitionOf(key, 12)]).sort(),
      );
    });

    test('a named partition wins over the key', async () => {
      await under.bus.declareTopics([keptTopic('t')]);
      await under.bus.publish([0, 5, 11].map((partition) => ({ ...record('t', '*', `mark ${partition}`), partition })));
      const kept = await readAll(under.bus, 't');
      expect(kept.map(({ partition }) => partition)).toEqual([0, 5, 11]);
    });

    test('keeps the order within a call and between calls that were not awaited', async () => {
      await under.bus.declareTopics([keptTopic('t')]);
      const calls = Array.from({ length: 50 }, (_, call) =>
        under.bus.publish([0, 1, 2].map((at) => record('t', 'SPX', `${call}.${at}`))),
      );
      await Promise.all(calls);
      expect(texts(await readAll(under.bus, 't'))).toEqual(
        Array.from({ length: 150 }, (_, at) => `${Math.floor(at / 3)}.${at % 3}`),
      );
    });

    test('gives back key, value, time and rising offsets', async () => {
      await under.bus.declareTopics([keptTopic('t', {}, 1)]);
      const value = Uint8Array.from({ length: 5_000 }, (_, at) => at % 251);
      await under.bus.publish([
        { topic: 't', key: 'ключ', value, timestampMs: epochMs(1_795_000_000_123) },
        { topic: 't', key: '', value: new Uint8Array(0), timestampMs: epochMs(7) },
      ]);
      const [first, second] = await readAll(under.bus, 't');
      expect(first).toMatchObject({ topic: 't', partition: 0, key: 'ключ', timestampMs: 1_795_000_000_123 });
      expect(Buffer.from(first!.value!).equals(value)).toBe(true);
      expect(second).toMatchObject({ key: '', timestampMs: 7 });
      expect(second!.value).toHaveLength(0);
      expect(second!.offset).toBeGreaterThan(first!.offset);
    });

    test('what was read stays as it was, whatever is written later', async () => {
      await under.bus.declareTopics([keptTopic('t', {}, 1)]);
      await under.bus.publish([record('t', 'k', 'first')]);
      const kept = await readAll(under.bus, 't');
      for (let at = 0; at < 50; at++) await under.bus.publish([record('t', 'k', 'x'.repeat(3_000))]);
      await readAll(under.bus, 't');
      expect(texts(kept)).toEqual(['first']);
    });

    test('takes a value of 1 MiB, and refuses a larger one with all that was to go with it', async () => {
      await under.bus.declareTopics([keptTopic('t')]);
      const value = new Uint8Array(2 ** 20);
      await under.bus.publish([{ ...record('t', 'large', ''), value }]);
      const tooLarge = { ...record('t', 'larger', ''), value: new Uint8Array(2 ** 20 + 1) };
      await expect(under.bus.publish([record('t', 'small', 's'), tooLarge])).rejects.toMatchObject({
        code: 'BUS_RECORD_TOO_LARGE',
      });
      const kept = await readAll(under.bus, 't');
      expect(kept.map(({ key }) => key)).toEqual(can.atomicPublish ? ['large'] : expect.arrayContaining(['large']));
    });

    test('an unknown topic is refused', async () => {
      await expect(under.bus.publish([record('nowhere', 'k', 'v')])).rejects.toMatchObject({ code: 'BUS_UNKNOWN_TOPIC' });
    });

    test('a deletion is refused where nothing is compacted, a partition where it does not exist', async () => {
      await under.bus.declareTopics([keptTopic('t')]);
      await expect(under.bus.publish([record('t', 'k', null)])).rejects.toMatchObject({ code: 'BUS_REJECTED' });
      await expect(under.bus.publish([{ ...record('t', 'k', 'v'), partition: 12 }])).rejects.toMatchObject({
        code: 'BUS_REJECTED',
      });
    });

    test('an empty call does nothing', async () => {
      await under.bus.publish([]);
    });

    test('a record published in a handler is kept, also while the bus is being closed', async () => {
      await under.bus.declareTopics([keptTopic('in'), keptTopic('out')]);
      const got = collected();
      let letGo = (): void => {};
      const held = new Promise<void>((resolve) => {
        letGo = resolve;
      });
      const subscription = await under.bus.subscribe({
        topics: ['in'],
        group: 'g',
        start: 'earliest',
        onBatch: async (batch, commit) => {
          got.add(batch);
          await held;
          await under.bus.publish([record('out', 'k', 'answer')]);
          await commit(batch.records.at(-1)!.offset);
        },
      });
      await under.bus.publish([record('in', 'k', 'question')]);
      await got.count(1);
      const closing = under.reopen();
      letGo();
      const bus = await closing;
      await subscription.done;
      expect(texts(await readAll(bus, 'out'))).toEqual(['answer']);
      expect(await bus.committed('g')).toHaveLength(1);
    });

    test('a closed bus refuses everything', async () => {
      const { bus } = under;
      await bus.declareTopics([keptTopic('t')]);
      await bus.close();
      const closed = { code: 'BUS_CLOSED' };
      await expect(bus.publish([record('t', 'k', 'v')])).rejects.toMatchObject(closed);
      await expect(bus.offsets('t')).rejects.toMatchObject(closed);
      await expect(bus.subscribe({ topics: ['t'], start: 'latest', onBatch: async () => {} })).rejects.toMatchObject(closed);
    });
  });
};
