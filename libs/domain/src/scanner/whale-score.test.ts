import fc from 'fast-check';
import { expect, test } from 'vitest';
import { whaleScore } from './whale-score.ts';

/** At the money, for the published vectors give no strike. */
const scored = ([delta, spot, mark, iv, volume, openInterest, underlyingVolume]: readonly number[], strike = spot!) =>
  whaleScore(
    { strike: strike!, delta: delta!, mark: mark!, iv: iv!, volume: volume!, openInterest: openInterest! },
    spot!,
    underlyingVolume!,
  );

test('S-01: the published vectors: 19.5, which rounds to 20, and 31.25', () => {
  const first = scored([0.52, 180, 4, 0.45, 30_000, 6_000, 180e6]);
  expect(first?.value).toBeCloseTo(19.5, 9);
  expect(first?.score).toBe(20);
  expect(first).toMatchObject({ leverageRatio: 0.52 * 45, volumeToOpenInterest: 5 });
  const second = scored([0.5, 600, 5, 0.15, 50_000, 10_000, 60e6]);
  expect(second?.value).toBeCloseTo(31.25, 9);
  expect(second?.score).toBe(31);
});

test('S-01: no open interest is no score, where the origin gave 25 000', () => {
  expect(scored([0.5, 100, 2, 0.5, 1_000, 0, 1e6])).toBeNull();
  expect(scored([0.5, 100, 2, 0.5, 1_000, 1, 1e6])?.score).toBe(25_000);
});

test('S-01: what is zero or unknown has no score, nor what lies more than 5 % from spot', () => {
  const whole = [0.5, 100, 2, 0.5, 1_000, 500, 1e6];
  expect(scored(whole)?.score).toBe(50);
  for (const part of [0, 2, 3, 4, 5, 6]) expect(scored(whole.map((value, i) => (i === part ? 0 : value)))).toBeNull();
  expect(whaleScore({ strike: 100, delta: 0.5, mark: 2, iv: 0.5, volume: 10, openInterest: null }, 100, 1e6)).toBeNull();
  expect(scored(whole, 105)?.score).toBe(50);
  expect(scored(whole, 105.01)).toBeNull();
  expect(scored(whole, 94.99)).toBeNull();
});

const positive = (max: number) => fc.double({ min: 0.01, max, noNaN: true });
const count = fc.integer({ min: 1, max: 1_000_000 });
const input = fc.tuple(positive(1), positive(1_000), positive(100), positive(3), count, count, fc.integer({ min: 1, max: 1e9 }));

test('S-01: mark and spot cancel: neither alters the score', () => {
  fc.assert(
    fc.property(input, positive(100), positive(1_000), (given, mark, spot) => {
      const value = scored(given)!.value;
      const [delta, , , iv, volume, openInterest, underlyingVolume] = given;
      const other = scored([delta, spot, mark, iv, volume, openInterest, underlyingVolume])!.value;
      expect(Math.abs(other - value)).toBeLessThanOrEqual(1e-12 * value);
    }),
  );
});

test('S-01: it rises with delta, IV and volume, falls with open interest and the volume of the underlying; a put counts as a call', () => {
  fc.assert(
    fc.property(input, fc.double({ min: 1.01, max: 3, noNaN: true }), (given, factor) => {
      const value = (part: number) => scored(given.map((each, i) => (i === part ? each * factor : each)))!.value;
      const held = scored(given)!.value;
      for (const part of [0, 3, 4]) expect(value(part)).toBeGreaterThan(held);
      for (const part of [5, 6]) expect(value(part)).toBeLessThan(held);
      expect(scored(given.map((each, i) => (i === 0 ? -each : each)))!.value).toBe(held);
    }),
  );
});
