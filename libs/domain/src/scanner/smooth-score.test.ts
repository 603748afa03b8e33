import fc from 'fast-check';
import { expect, test } from 'vitest';
import { classicScore } from './composite-score.ts';
import { smoothScore } from './smooth-score.ts';

const drawn = fc.record({
  whale: fc.double({ min: 0, max: 600, noNaN: true }),
  volumeToOpenInterest: fc.double({ min: 0, max: 15, noNaN: true }),
  skew25d: fc.double({ min: -12, max: 12, noNaN: true }),
  side: fc.constantFrom('call' as const, 'put' as const),
});

test('S-08: no cliff: 1 % of an input moves it by less than 5 points, by less than 1 even', () => {
  fc.assert(
    fc.property(drawn, fc.constantFrom('whale' as const, 'volumeToOpenInterest' as const, 'skew25d' as const), (given, part) => {
      const moved = smoothScore({ ...given, [part]: given[part] * 1.01 }).total;
      expect(Math.abs(moved - smoothScore(given).total)).toBeLessThan(1);
    }),
    { numRuns: 2_000 },
  );
});

test('S-08: it never falls when an input grows stronger, and is the sum of its parts from 0 to 100', () => {
  fc.assert(
    fc.property(drawn, fc.double({ min: 0, max: 10, noNaN: true }), (given, more) => {
      const { total, whale, freshOi, skew } = smoothScore(given);
      expect(total).toBe(whale + freshOi + skew);
      expect(total >= 0 && total <= 100).toBe(true);
      const stronger = [
        { ...given, whale: given.whale + 20 * more },
        { ...given, volumeToOpenInterest: given.volumeToOpenInterest + more },
        { ...given, skew25d: given.skew25d + (given.side === 'call' ? more : -more) },
      ];
      for (const each of stronger) expect(smoothScore(each).total).toBeGreaterThanOrEqual(total);
    }),
  );
});

test('S-08: at a step of the classic score it lies halfway between what that gives below and above', () => {
  const around = (whale: number) => {
    const of = (each: number) => classicScore({ whale: each, volumeToOpenInterest: 0, skew25d: 0, side: 'call' }).whale;
    return (of(whale) + of(whale + 0.01)) / 2;
  };
  for (const whale of [50, 100, 200])
    expect(smoothScore({ whale, volumeToOpenInterest: 0, skew25d: 0, side: 'call' }).whale).toBe(around(whale));
  expect(smoothScore({ whale: 0, volumeToOpenInterest: 4, skew25d: -1, side: 'put' })).toMatchObject({ freshOi: 10, skew: 17.5 });
  expect(smoothScore({ whale: 900, volumeToOpenInterest: 90, skew25d: 90, side: 'call' }).total).toBe(100);
  expect(smoothScore({ whale: 900, volumeToOpenInterest: 90, skew25d: null, side: 'call' }).total).toBe(70);
});
