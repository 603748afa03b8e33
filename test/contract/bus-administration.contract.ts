import { describe, expect, test } from 'vitest';
import type { BusGuarantees, BusUnderTest } from './bus.contract.ts';
import { compactedTopic, hourMs, keptTopic, readAll, record, texts } from './bus-records.ts';

export const administrationContract = (under: BusUnderTest, can: BusGuarantees): void => {
  describe('administration', () => {
    test('topics are declared once and again without change, and are there after reopening', async () => {
      const topics = [keptTopic('a'), compactedTopic('b', 3)];
      await under.bus.declareTopics(topics);
      await under.bus.declareTopics(topics);
      const bus = await under.reopen();
      const found = [...(await bus.topics())].sort((x, y) => x.name.localeCompare(y.name));
      expect(found.map(({ name, partitions, cleanup }) => [name, partitions, cleanup.policy])).toEqual([
        ['a', 12, 'delete'],
        ['b', 3, 'compact'],
      ]);
      if (can.keepsDeclarations) expect(found).toEqual(topics);
    });

    test('two declarations at the same time give two topics', async () => {
      await Promise.all([under.bus.declareTopics([keptTopic('a')]), under.bus.declareTopics([keptTopic('b')])]);
      await under.bus.publish([record('a', 'k', 'in a'), record('b', 'k', 'in b')]);
      expect([texts(await readAll(under.bus, 'a')), texts(await readAll(under.bus, 'b'))]).toEqual([['in a'], ['in b']]);
    });

    test.each([
      ['partitions', keptTopic('t', {}, 6)],
      ['cleanup', compactedTopic('t')],
    ])('another number or policy is refused by name: %s', async (what, other) => {
      await under.bus.declareTopics([keptTopic('t')]);
      const declaring = under.bus.declareTopics([keptTopic('new'), other]);
      await expect(declaring).rejects.toMatchObject({ code: 'BUS_TOPIC_DIFFERS', message: expect.stringContaining(what) });
      await expect(under.bus.declareTopics([other])).rejects.toThrow('"t"');
      expect((await under.bus.topics()).map(({ name }) => name)).toEqual(['t']);
    });

    test('another retention is taken over, and records stay', async () => {
      await under.bus.declareTopics([keptTopic('t')]);
      await under.bus.publish([record('t', 'k', '1')]);
      const changed = keptTopic('t', { retentionMs: 2 * hourMs });
      await Promise.all([under.bus.publish([record('t', 'k', '2')]), under.bus.declareTopics([changed])]);
      await under.bus.publish([record('t', 'k', '3')]);
      expect(await under.bus.topics()).toEqual([changed]);
      expect(texts(await readAll(under.bus, 't'))).toEqual(['1', '2', '3']);
    });

    test('an inspection tells what is missing, what differs and what may be altered, and changes nothing', async () => {
      await under.bus.declareTopics([keptTopic('t'), compactedTopic('c', 3)]);
      await under.bus.publish([record('t', 'k', '1')]);
      const declared = [keptTopic('t', { retentionBytes: 2 ** 28 }, 6), compactedTopic('c', 3), keptTopic('new')];
      const inspected = await under.bus.inspectTopics(declared);
      expect(inspected.map(({ topic, exists }) => [topic, exists])).toEqual([
        ['t', true],
        ['c', true],
        ['new', false],
      ]);
      const [first, same, missing] = inspected;
      expect(first!.bytes).toBeGreaterThan(0);
      expect(first!.differences).toContainEqual({ setting: 'partitions', declared: '6', found: '12', alterable: false });
      expect(first!.differences.find(({ setting }) => setting === 'retention.bytes')).toMatchObject({ alterable: true });
      expect([same!.differences, same!.underReplicated, missing!.differences]).toEqual([[], [], []]);
      expect(await under.bus.inspectTopics([keptTopic('t')])).toMatchObject([{ differences: [] }]);
    });

    test('records and offsets are there after reopening', async () => {
      await under.bus.declareTopics([keptTopic('t', {}, 1)]);
      await under.bus.publish([record('t', 'k', '1'), record('t', 'k', '2')]);
      const bus = await under.reopen();
      await bus.publish([record('t', 'k', '3')]);
      expect((await readAll(bus, 't')).map(({ offset, value }) => [offset, Buffer.from(value!).toString()])).toEqual([
        [0, '1'],
        [1, '2'],
        [2, '3'],
      ]);
      expect(await bus.offsets('t')).toEqual([{ topic: 't', partition: 0, start: 0, end: 3 }]);
    });

    test('read gives what exists of a range, up to the limit', async () => {
      await under.bus.declareTopics([keptTopic('t', {}, 1)]);
      await under.bus.publish([0, 1, 2, 3, 4].map((at) => record('t', 'k', `${at}`)));
      expect(texts(await under.bus.read('t', 0, 1, 4, 100))).toEqual(['1', '2', '3']);
      expect(texts(await under.bus.read('t', 0, 1, 4, 2))).toEqual(['1', '2']);
      expect(texts(await under.bus.read('t', 0, 3, 1_000, 100))).toEqual(['3', '4']);
      expect(await under.bus.read('t', 0, 7, 9, 100)).toEqual([]);
      await expect(under.bus.read('nowhere', 0, 0, 1, 1)).rejects.toMatchObject({ code: 'BUS_UNKNOWN_TOPIC' });
    });
  });
};
