import type { Bus } from '@gexstream/bus';
import { describe, expect, test } from 'vitest';
import type { BusGuarantees, BusUnderTest } from './bus.contract.ts';
import { collected, compactedTopic, hourMs, keptTopic, readAll, record, textOf, texts } from './bus-records.ts';

/** What stays, what goes, and that offsets never begin again. */
export const keepingContract = (under: BusUnderTest, can: BusGuarantees): void => {
  describe.runIf(can.cleanUp !== null)('keeping', () => {
    const cleanUp = async (bus: Bus): Promise<void> => can.cleanUp?.(bus);

    test('a compacted topic keeps the last record of each key, with its offset', async () => {
      await under.bus.declareTopics([compactedTopic('t', 1)]);
      for (let at = 0; at < 10; at++) await under.bus.publish([record('t', 'a', `a${at}`), record('t', 'b', `b${at}`)]);
      await under.bus.publish([record('t', 'a', 'last 1'), record('t', 'a', 'last 2')]);
      await cleanUp(under.bus);
      const kept = await readAll(under.bus, 't');
      expect(kept.map(({ key, offset }) => [key, offset])).toEqual([
        ['b', 19],
        ['a', 21],
      ]);
      expect(texts(kept)).toEqual(['b9', 'last 2']);
    });

    test('a reader of a compacted topic passes over the holes and sees what comes', async () => {
      await under.bus.declareTopics([compactedTopic('t', 1)]);
      for (let at = 0; at < 10; at++) await under.bus.publish([record('t', 'a', `${at}`)]);
      await cleanUp(under.bus);
      const got = collected();
      await under.bus.subscribe({ topics: ['t'], start: 'earliest', onBatch: async (batch) => got.add(batch) });
      await got.count(1);
      await under.bus.publish([record('t', 'a', 'next')]);
      await got.count(2);
      expect(texts(got.records)).toEqual(['9', 'next']);
    });

    test('a deleted key leaves a marker for a day of event time, then nothing', async () => {
      await under.bus.declareTopics([compactedTopic('t', 1)]);
      await under.bus.publish([record('t', 'a', 'value', 0), record('t', 'b', 'stays', 0)]);
      await under.bus.publish([record('t', 'a', null, hourMs)]);
      await under.bus.publish([record('t', 'c', 'a day less one hour later', 24 * hourMs)]);
      await cleanUp(under.bus);
      const marked = await readAll(under.bus, 't');
      expect(marked.find(({ key }) => key === 'a')).toMatchObject({ key: 'a', value: null });
      await under.bus.publish([record('t', 'd', 'more than a day later', 26 * hourMs)]);
      await cleanUp(under.bus);
      const bus = await under.reopen();
      expect((await readAll(bus, 't')).map(({ key }) => key)).toEqual(['b', 'c', 'd']);
    });

    test('a key that was set again after its deletion stays', async () => {
      await under.bus.declareTopics([compactedTopic('t', 1)]);
      await under.bus.publish([record('t', 'a', 'old', 0), record('t', 'a', null, 1), record('t', 'a', 'new', 2)]);
      await under.bus.publish([record('t', 'b', 'later', 48 * hourMs)]);
      await cleanUp(under.bus);
      expect(texts(await readAll(under.bus, 't'))).toEqual(['new', 'later']);
    });

    test('retention by age counts event time from the newest record of the partition', async () => {
      await under.bus.declareTopics([keptTopic('t', { retentionMs: hourMs }, 2)]);
      const at = (partition: number, ms: number): ReturnType<typeof record> => ({ ...record('t', 'k', `${ms}`, ms), partition });
      await under.bus.publish([at(0, 0), at(0, hourMs), at(0, 1.5 * hourMs), at(0, 2 * hourMs), at(0, 0.5 * hourMs), at(1, 0)]);
      await cleanUp(under.bus);
      const kept = await readAll(under.bus, 't');
      expect(kept.map((one) => [one.partition, textOf(one)])).toEqual([
        [0, `${hourMs}`],
        [0, `${1.5 * hourMs}`],
        [0, `${2 * hourMs}`],
        // Came late: it goes when what lies before it has gone.
        [0, `${0.5 * hourMs}`],
        [1, '0'],
      ]);
      expect(await under.bus.offsets('t')).toEqual([
        { topic: 't', partition: 0, start: 1, end: 5 },
        { topic: 't', partition: 1, start: 0, end: 1 },
      ]);
    });

    test('retention by bytes lets the oldest records of the topic go', async () => {
      await under.bus.declareTopics([keptTopic('t', { retentionBytes: 100_000 }, 2)]);
      for (let at = 0; at < 300; at++) {
        await under.bus.publish([{ ...record('t', 'k', `${at}`.padEnd(1_000), at), partition: at % 3 === 0 ? 0 : 1 }]);
      }
      await cleanUp(under.bus);
      const kept = (await readAll(under.bus, 't')).map((one) => Number(textOf(one))).sort((a, b) => a - b);
      expect(kept.length).toBeGreaterThan(85);
      expect(kept.length).toBeLessThanOrEqual(100);
      expect(kept).toEqual(Array.from({ length: kept.length }, (_, at) => 300 - kept.length + at));
    });

    test('offsets go on where they were after everything else was trimmed and the bus reopened', async () => {
      await under.bus.declareTopics([keptTopic('t', { retentionMs: 1 }, 1)]);
      for (let at = 0; at < 10; at++) await under.bus.publish([record('t', 'k', `${at}`, at * hourMs)]);
      await cleanUp(under.bus);
      const bus = await under.reopen();
      await bus.publish([record('t', 'k', 'next', 11 * hourMs)]);
      expect((await readAll(bus, 't')).map(({ offset }) => offset)).toEqual([9, 10]);
      expect(await bus.offsets('t')).toEqual([{ topic: 't', partition: 0, start: 9, end: 11 }]);
    });

    test('a group that fell behind the trimmed records goes on at the start', async () => {
      await under.bus.declareTopics([keptTopic('t', { retentionBytes: 40_000 }, 1)]);
      await under.bus.publish([record('t', 'k', '0', 0)]);
      const got = collected();
      const read = (): ReturnType<Bus['subscribe']> =>
        under.bus.subscribe({
          topics: ['t'],
          group: 'g',
          start: 'latest',
          onAssigned: async () => undefined,
          onBatch: async (batch, commit) => {
            await commit(batch.records.at(-1)!.offset);
            got.add(batch);
          },
        });
      const first = await read();
      await under.bus.publish([record('t', 'k', '1', 0)]);
      await got.count(1);
      await first.close();
      for (let at = 2; at < 10; at++) await under.bus.publish([record('t', 'k', `${at}`.padEnd(10_000), at)]);
      await cleanUp(under.bus);
      await read();
      await got.count(4);
      expect(texts(got.records).map((text) => text?.trim())).toEqual(['1', '7', '8', '9']);
    });
  });
};
