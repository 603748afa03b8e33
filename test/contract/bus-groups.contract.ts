import type { Bus, Subscription } from '@gexstream/bus';
import { describe, expect, test } from 'vitest';
import type { BusGuarantees, BusUnderTest } from './bus.contract.ts';
import { type Collected, collected, keptTopic, record, texts } from './bus-records.ts';

const one = (name: string): ReturnType<typeof keptTopic> => keptTopic(name, {}, 1);
const numbered = (from: number, to: number): ReturnType<typeof record>[] =>
  Array.from({ length: to - from }, (_, at) => record('t', 'k', `${from + at}`));

/** Reads as group `g`, one record a batch, and commits those that `commits` wants. */
const join = (bus: Bus, got: Collected, commits: (text: string) => boolean, group = 'g'): Promise<Subscription> =>
  bus.subscribe({
    topics: ['t'],
    group,
    start: 'earliest',
    batchRecordsMax: 1,
    onBatch: async (batch, commit) => {
      const [text] = texts(batch.records);
      if (commits(text!)) await commit(batch.records[0]!.offset);
      got.add(batch);
    },
  });

export const groupContract = (under: BusUnderTest, can: BusGuarantees): void => {
  describe('groups', () => {
    test('go on behind what they committed', async () => {
      await under.bus.declareTopics([one('t')]);
      await under.bus.publish(numbered(0, 4));
      const before = collected();
      const subscription = await join(under.bus, before, () => true);
      await before.count(4);
      await subscription.close();
      await under.bus.publish(numbered(4, 6));
      const after = collected();
      await join(under.bus, after, () => true);
      await after.count(2);
      expect(texts(after.records)).toEqual(['4', '5']);
    });

    test('go on behind what they committed after the bus was closed and opened', async () => {
      await under.bus.declareTopics([one('t')]);
      await under.bus.publish(numbered(0, 3));
      const before = collected();
      await join(under.bus, before, (text) => text !== '2');
      await before.count(3);
      const bus = await under.reopen();
      const after = collected();
      await join(bus, after, () => true);
      await after.count(1);
      expect(texts(after.records)).toEqual(['2']);
    });

    test('see again what they did not commit, and what their handler failed on', async () => {
      await under.bus.declareTopics([one('t')]);
      await under.bus.publish(numbered(0, 4));
      const before = collected();
      const failing = await join(under.bus, before, (text) => {
        if (text === '3') throw new Error('no');
        return text === '0';
      });
      await expect(failing.done).rejects.toThrow('no');
      const after = collected();
      await join(under.bus, after, () => true);
      await after.count(3);
      expect(texts(after.records)).toEqual(['1', '2', '3']);
    });

    test('tell what they committed: the next offset to read', async () => {
      await under.bus.declareTopics([one('t')]);
      await under.bus.publish(numbered(0, 3));
      const got = collected();
      await join(under.bus, got, (text) => text !== '2');
      await got.count(3);
      expect(await under.bus.groups()).toEqual(['g']);
      expect(await under.bus.committed('g')).toEqual([{ topic: 't', partition: 0, offset: 2 }]);
      expect(await under.bus.committed('g2')).toEqual([]);
    });

    test('do not touch each other', async () => {
      await under.bus.declareTopics([one('t')]);
      await under.bus.publish(numbered(0, 2));
      const [a, b] = [collected(), collected()];
      await join(under.bus, a, () => true, 'a');
      await join(under.bus, b, () => false, 'b');
      await Promise.all([a.count(2), b.count(2)]);
      expect([texts(a.records), texts(b.records)]).toEqual([
        ['0', '1'],
        ['0', '1'],
      ]);
      expect(await under.bus.groups()).toEqual(['a']);
    });

    test.runIf(can.oneMemberPerGroup)('refuse a second member until the first has left', async () => {
      await under.bus.declareTopics([one('t')]);
      const first = await join(under.bus, collected(), () => true);
      await expect(join(under.bus, collected(), () => true)).rejects.toMatchObject({ code: 'BUS_GROUP_TAKEN' });
      await first.close();
      const second = await join(under.bus, collected(), () => true);
      await second.close();
    });
  });
};
