import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { analyse } from './analyse.ts';
import { type BookRow, fixtureAsOf, inputOf, slotAfter } from './book.fixture.ts';
import { exposureKinds } from './exposure-kinds.ts';
import { exposurePicture } from './exposure-picture.ts';
import { inventoryPicture } from './inventory-picture.ts';

const slots = [slotAfter(300), slotAfter(7 * 1_440), slotAfter(40 * 1_440)];
const rows: readonly BookRow[] = [5900, 5950, 6000, 6050, 6100].flatMap((strike, i) =>
  slots.flatMap((_, expiry): BookRow[] => [
    { side: 'call', strike, expiry, openInterest: 10 + 7 * i, volume: 3, iv: 0.12 + 0.01 * i },
    { side: 'put', strike, expiry, openInterest: 90 - 11 * i, volume: 5, iv: 0.16 - 0.01 * i },
  ]),
);
const input = inputOf(rows, slots, { spot: 6010 });
const noPairs = slots.map(() => []);
const pictureOf = (held: readonly number[]) => inventoryPicture(input, Float64Array.from(held), analyse, noPairs);

describe('model volume_signed', () => {
  test('dealers who hold what the naive model says have the naive picture', () => {
    const naive = exposurePicture(input, noPairs);
    const same = pictureOf(rows.map(({ side, openInterest }) => (side === 'call' ? openInterest : -openInterest)));
    expect(same.total).toEqual(naive.total);
    expect(same.levels.zeroGammaAll).toEqual(naive.levels.zeroGammaAll);
    expect(same.curve).toEqual(naive.curve);
    expect(same.levels.model).toMatchObject({ measure: 'inventory', convention: 'bought- sold+' });
    // What does not depend on who holds what is told as it is.
    expect(same.expiries.map(({ maxPain, volumeWalls }) => [maxPain, volumeWalls])).toEqual(
      naive.expiries.map(({ maxPain, volumeWalls }) => [maxPain, volumeWalls]),
    );
    expect(same.levels.putCallRatioOi).toBe(naive.levels.putCallRatioOi);
  });

  const holdings = fc.array(fc.integer({ min: -500, max: 500 }), { minLength: rows.length, maxLength: rows.length });

  test('exposures are linear in what is held, whatever its signs; gross is of magnitudes and adds up', () => {
    fc.assert(
      fc.property(holdings, holdings, (a, b) => {
        const [one, other, both] = [pictureOf(a), pictureOf(b), pictureOf(a.map((held, i) => held + b[i]!))];
        for (const kind of exposureKinds) {
          const scale = one.total[kind].gross + other.total[kind].gross;
          expect(Math.abs(one.total[kind].net + other.total[kind].net - both.total[kind].net)).toBeLessThanOrEqual(1e-12 * scale);
        }
        const byExpiry = one.levels.expiries.reduce((sum, { total }) => sum + total.gross, 0);
        expect(Math.abs(byExpiry - one.levels.total.gross)).toBeLessThanOrEqual(1e-12 * byExpiry);
        expect(Math.abs(one.horizons.at(-1)!.levels.total.gross - byExpiry)).toBeLessThanOrEqual(1e-12 * byExpiry);
      }),
      { numRuns: 20 },
    );
  });

  test('roots are roots: net GEX re-priced there is nothing', () => {
    fc.assert(
      fc.property(holdings, (held) => {
        const { levels } = pictureOf(held);
        for (const root of levels.zeroGammaAll) {
          const there = inventoryPicture({ ...input, spot: root }, Float64Array.from(held), analyse, noPairs);
          expect(Math.abs(there.total.gex.net)).toBeLessThan(1e-6 * there.total.gex.gross);
        }
      }),
      { numRuns: 15 },
    );
  });

  test('nobody holding anything has no exposure, and the reason is counted', () => {
    const { levels, total } = pictureOf(rows.map(() => 0));
    expect([total.gex.gross, levels.total.gross, levels.contracts]).toEqual([
      0,
      0,
      { used: 0, excluded: { 'no-inventory': rows.length } },
    ]);
    expect(levels.asOf).toBe(fixtureAsOf);
  });

  test('the measure without an inventory is a mistake', () => {
    expect(() => analyse({ ...input, measure: 'inventory' })).toThrow(RangeError);
  });
});
