import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type CompositeInput, classicScore, classicSqlScore } from './composite-score.ts';

const input = (whale: number, volumeToOpenInterest: number, skew25d: number | null, side: 'call' | 'put'): CompositeInput => ({
  whale,
  volumeToOpenInterest,
  skew25d,
  side,
});

/** An input and its points. */
type Earned = readonly [number, number];

/** What both scores give; below these bounds they differ. */
const whalePoints: readonly Earned[] = [
  [51, 15],
  [100, 15],
  [101, 25],
  [200, 25],
  [201, 35],
];
const freshOiPoints: readonly Earned[] = [
  [4.01, 20],
  [6, 20],
  [6.01, 30],
  [8, 30],
  [8.01, 35],
];

describe('S-07: the classic score', () => {
  test.each([
    [201, 8.01, 4.5, 'call', 75],
    [60, 3.5, -2, 'put', 45],
    [250, 9, 7, 'call', 100],
  ] as const)('whale %d, vol/OI %d, skew %d of a %s: %d', (whale, ratio, skew, side, total) => {
    expect(classicScore(input(whale, ratio, skew, side)).total).toBe(total);
  });

  test.each<Earned>([[50, 0], ...whalePoints])('a whale of %d earns %d', (whale, points) => {
    expect(classicScore(input(whale, 0, 0, 'call')).whale).toBe(points);
  });

  test.each<Earned>([[3, 0], [4, 0], ...freshOiPoints])('a vol/OI of %d earns %d', (ratio, points) => {
    expect(classicScore(input(0, ratio, 0, 'call')).freshOi).toBe(points);
  });

  test.each([
    [6, 'call', 5],
    [6.01, 'call', 30],
    [-9, 'call', 5],
    [-1, 'put', 5],
    [-1.01, 'put', 30],
    [9, 'put', 5],
    [null, 'call', 0],
    [null, 'put', 0],
  ] as const)('a skew of %s with a %s earns %d', (skew, side, points) => {
    expect(classicScore(input(0, 0, skew, side)).skew).toBe(points);
  });
});

describe('S-07: the score of the origin’s SQL', () => {
  test.each([
    [201, 8.01, 4.5, 'call', 0, 95],
    [60, 3.5, -2, 'put', 10, 60],
    [250, 9, 7, 'call', -50, 100],
    [120, 5, 2, 'call', -40, 60],
    [51, 3.0, 0, 'put', 31, 30],
    [90, 6.5, 7, 'put', 60, 60],
  ] as const)('whale %d, vol/OI %d, skew %d of a %s, volume ratio %d: %d', (whale, ratio, skew, side, volumeRatio, total) => {
    expect(classicSqlScore(input(whale, ratio, skew, side), volumeRatio).total).toBe(total);
  });

  test.each<Earned>([[50, 5], ...whalePoints])('a whale of %d earns %d', (whale, points) => {
    expect(classicSqlScore(input(whale, 0, 0, 'call'), 0).whale).toBe(points);
  });

  test.each<Earned>([[3, 0], [3.01, 10], [4, 10], ...freshOiPoints])('a vol/OI of %d earns %d', (ratio, points) => {
    expect(classicSqlScore(input(0, ratio, 0, 'call'), 0).freshOi).toBe(points);
  });

  test.each([
    [3, 'call', 5],
    [3.01, 'call', 10],
    [4, 'call', 10],
    [4.01, 'call', 20],
    [6, 'call', 20],
    [6.01, 'call', 30],
    [-9, 'call', 5],
    [1, 'put', 5],
    [0, 'put', 5],
    [-0.01, 'put', 20],
    [-1, 'put', 20],
    [-1.01, 'put', 30],
  ] as const)('a skew of %d with a %s earns %d', (skew, side, points) => {
    expect(classicSqlScore(input(0, 0, skew, side), 0).skew).toBe(points);
  });

  test('volume that leans the same way earns 10, else 5; at exactly 30 it does not lean', () => {
    const bonus = (side: 'call' | 'put', ratio: number) => classicSqlScore(input(0, 0, 0, side), ratio).direction;
    expect([bonus('call', -30.1), bonus('call', -30), bonus('put', 30.1), bonus('put', 30), bonus('put', -90)]).toEqual([
      10, 5, 10, 5, 5,
    ]);
  });
});

test('S-07: what is whale and fresh at once can come to no score but the twenty of the origin, its 105 and 110 clamped to 100', () => {
  const totals = new Set<number>();
  let most = 0;
  for (const whale of [50, 51, 101, 201])
    for (const ratio of [3, 3.01, 4.01, 6.01, 8.01])
      for (const skew of [-2, -0.5, 0, 3.5, 4.5, 7])
        for (const side of ['call', 'put'] as const)
          for (const volumeRatio of [-40, 0, 40]) {
            const { total, ...parts } = classicSqlScore(input(whale, ratio, skew, side), volumeRatio);
            totals.add(total);
            most = Math.max(most, parts.whale + parts.freshOi + parts.skew + parts.direction);
          }
  expect([...totals].sort((a, b) => a - b)).toEqual(Array.from({ length: 18 }, (_, i) => 15 + 5 * i));
  expect(most).toBe(110);
});

const drawn = fc.record({
  whale: fc.double({ min: 0, max: 500, noNaN: true }),
  volumeToOpenInterest: fc.double({ min: 0, max: 20, noNaN: true }),
  skew25d: fc.double({ min: -12, max: 12, noNaN: true }),
  side: fc.constantFrom('call' as const, 'put' as const),
});

test('S-07: both are 0 to 100, the sum of their parts, and never fall when an input grows stronger', () => {
  fc.assert(
    fc.property(drawn, fc.double({ min: 0, max: 10, noNaN: true }), (given, more) => {
      const stronger = [
        { ...given, whale: given.whale + 20 * more },
        { ...given, volumeToOpenInterest: given.volumeToOpenInterest + more },
        { ...given, skew25d: given.skew25d + (given.side === 'call' ? more : -more) },
      ];
      const [classic, sql] = [classicScore(given), classicSqlScore(given, 0)];
      expect(classic.whale + classic.freshOi + classic.skew).toBe(classic.total);
      expect(classic.total).toBeLessThanOrEqual(100);
      expect(sql.total).toBeLessThanOrEqual(100);
      for (const each of stronger) {
        expect(classicScore(each).total).toBeGreaterThanOrEqual(classic.total);
        expect(classicSqlScore(each, 0).total).toBeGreaterThanOrEqual(sql.total);
      }
    }),
  );
});
