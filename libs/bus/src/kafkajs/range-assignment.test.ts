import fc from 'fast-check';
import { expect, test } from 'vitest';
import { rangeAssignment } from './range-assignment.ts';

test('gives consecutive partitions in the order of names, the first members one more', () => {
  // The example of Kafka's own RangeAssignor: two topics of three partitions, two consumers.
  const members = ['C1', 'C0'].map((memberId) => ({ memberId, topics: ['t0', 't1'] }));
  const shares = rangeAssignment(members, () => 3);
  expect(Object.fromEntries(shares)).toEqual({ C0: { t0: [0, 1], t1: [0, 1] }, C1: { t0: [2], t1: [2] } });
});

test('every partition has one reader, and topics are cut alike', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 20 }), fc.integer({ min: 0, max: 40 }), (count, partitions) => {
      const members = Array.from({ length: count }, (_, at) => ({ memberId: `m${at}`, topics: ['a', 'b'] }));
      const shares = [...rangeAssignment(members, () => partitions).values()];
      const all = shares.flatMap(({ a = [] }) => a).sort((x, y) => x - y);
      expect(all).toEqual(Array.from({ length: partitions }, (_, at) => at));
      for (const { a, b } of shares) expect(a).toEqual(b);
    }),
  );
});
