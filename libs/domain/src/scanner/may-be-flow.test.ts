import fc from 'fast-check';
import { expect, test } from 'vitest';
import { freshOpenInterest } from './fresh-open-interest.ts';
import { mayBeFlow } from './may-be-flow.ts';
import { premiumFlow } from './premium-flow.ts';
import { whaleScore, whaleScoreMin } from './whale-score.ts';

const unknownOr = (value: fc.Arbitrary<number>) => fc.option(value, { nil: null, freq: 20 });
const contract = fc.record({
  strike: fc.double({ min: 88, max: 112, noNaN: true }),
  bid: fc.constant(null),
  ask: fc.constant(null),
  mark: unknownOr(fc.double({ min: 0.01, max: 60, noNaN: true })),
  volume: fc.oneof(fc.nat(200), fc.nat(20_000)),
  openInterest: unknownOr(fc.oneof(fc.nat(10), fc.nat(5_000))),
  iv: unknownOr(fc.double({ min: 0.01, max: 3, noNaN: true })),
  share: fc.oneof(fc.double({ min: -1, max: 1, noNaN: true }), fc.constantFrom(-1, 1)),
});

test('it lets through whatever is flow of any kind', () => {
  let flows = 0;
  const check = fc.property(
    contract,
    fc.double({ min: 0.9, max: 1.1, noNaN: true }),
    fc.oneof(fc.constant(0), fc.integer({ min: 1, max: 50_000_000 })),
    ({ share, ...given }, deltaMax, underlyingVolume) => {
      const whale = whaleScore({ ...given, delta: share * deltaMax }, 100, underlyingVolume);
      const isFlow =
        (whale !== null && whale.score >= whaleScoreMin) || freshOpenInterest(given, 100) !== null || premiumFlow(given) !== null;
      if (!isFlow) return;
      flows++;
      const { mark, volume, openInterest, iv } = given;
      expect(mayBeFlow(deltaMax, underlyingVolume)(mark ?? 0, volume, openInterest ?? Number.NaN, iv ?? Number.NaN)).toBe(true);
    },
  );
  fc.assert(check, { numRuns: 2_000 });
  expect(flows).toBeGreaterThan(200);
});

test.each([
  ['nothing traded', [2, 0, 1_000, 0.3]],
  ['little of it', [2, 500, 1_000, 0.3]],
  ['of one without a price', [0, 2_000, 1_000, 0.3]],
  ['whose open interest nobody knows', [2, 500, Number.NaN, 0.3]],
  ['whose volume nobody knows', [2, Number.NaN, 1_000, 0.3]],
] as const)('and lets nothing through with %s', (_name, [mark, volume, openInterest, iv]) => {
  expect(mayBeFlow(1, 10_000_000)(mark, volume, openInterest, iv)).toBe(false);
});

test('a score of 50 at the highest delta passes, half of it does not', () => {
  // 100 000 × 50 × 1 000² / (10 000 × 10 M) = 50.
  const isActive = mayBeFlow(1, 10_000_000);
  expect(isActive(0.01, 1_000, 10_000, 50)).toBe(true);
  expect(isActive(0.01, 1_000, 10_000, 25)).toBe(false);
});
