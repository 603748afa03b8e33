import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { murmur2, partitionOf } from './murmur2.ts';
import { partitionCount } from './topic-declaration.ts';

const utf8 = new TextEncoder();

describe('murmur2', () => {
  // From the tests of Kafka's own Java client (UtilsTest.testMurmur2).
  test.each([
    ['21', -973932308],
    ['foobar', -790332482],
    ['a-little-bit-long-string', -985981536],
    ['a-little-bit-longer-string', -1486304829],
    ['lkjh234lh9fiuh90y23oiuhsafujhadof229phr9h19h89h8', -58897971],
    ['abc', 479470107],
  ])('hashes %s as the Java client does', (text, hash) => {
    expect(murmur2(utf8.encode(text))).toBe(hash);
  });

  test('gives the four underlyings of the default day four different partitions', () => {
    expect(new Set(['SPX', 'SPY', 'QQQ', 'IWM'].map((key) => partitionOf(key, partitionCount))).size).toBe(4);
  });

  test('takes the sign bit away, as toPositive does: 21 of 12 partitions is 1173551340 mod 12', () => {
    expect(partitionOf('21', 12)).toBe(1173551340 % 12);
  });

  test('always names an existing partition', () => {
    fc.assert(
      fc.property(fc.string(), fc.integer({ min: 1, max: 1000 }), (key, partitions) => {
        const partition = partitionOf(key, partitions);
        return Number.isInteger(partition) && partition >= 0 && partition < partitions;
      }),
    );
  });
});
