import fc from 'fast-check';
import { expect, test } from 'vitest';
import { epochMs } from '../time/epoch-ms.ts';
import { analyse } from './analyse.ts';
import { type BookRow, columnsOf, fixtureAsOf, inputOf, slotAfter } from './book.fixture.ts';
import { incrementalExposure } from './incremental-exposure.ts';

const slots = [slotAfter(90), slotAfter(1530), slotAfter(45_000)];
const market = { spot: 6000, asOf: fixtureAsOf, carry: { kind: 'flat', rate: 0.04, dividendYield: 0.01 } } as const;

const iv = fc.oneof({ weight: 9, arbitrary: fc.double({ min: 0.05, max: 0.8, noNaN: true }) }, fc.constant(Number.NaN));
const openInterest = fc.integer({ min: 0, max: 20_000 });
const row: fc.Arbitrary<BookRow> = fc.record({
  side: fc.constantFrom('call', 'put'),
  strike: fc.integer({ min: 1100, max: 1300 }).map((k) => k * 5),
  openInterest,
  iv,
  expiry: fc.integer({ min: 0, max: slots.length - 1 }),
});
const step = fc.oneof(
  fc.record({ row: fc.nat(), iv, openInterest }),
  fc.record({ spot: fc.double({ min: 5700, max: 6300, noNaN: true }) }),
);

test('after any updates and moves of spot it equals a recompute, to 1e-12 of gross', () => {
  fc.assert(
    fc.property(fc.array(row, { minLength: 1, maxLength: 40 }), fc.array(step, { maxLength: 60 }), (rows, steps) => {
      const positions = columnsOf(rows);
      const live = incrementalExposure(positions, slots, market);
      let spot: number = market.spot;
      // Sums that shrink keep the roundings of what has been in them.
      let scale = live.levels().gross;
      for (const change of steps) {
        if ('spot' in change) {
          spot = change.spot;
          live.respot(spot);
        } else {
          const at = change.row % rows.length;
          positions.iv[at] = change.iv;
          positions.openInterest[at] = change.openInterest;
          live.update(at);
        }
        scale = Math.max(scale, live.levels().gross);
      }
      const levels = live.levels();
      const { total } = analyse({ ...inputOf(rows, slots, { ...market, spot }), positions }).levels;
      for (const part of ['call', 'put', 'net', 'gross'] as const)
        expect(Math.abs(levels[part] - total[part])).toBeLessThanOrEqual(1e-12 * scale);
    }),
  );
});

test('after a million random updates it equals a recompute, to 1e-12 of gross', () => {
  const seeded = fc.sample(row, { numRuns: 2_000, seed: 1_000_003 });
  const positions = columnsOf(seeded);
  const live = incrementalExposure(positions, slots, market);
  let state = 12_345;
  // Lehmer's generator: a million draws from fast-check would take longer than all the updates.
  const random = (): number => {
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647;
  };
  for (let n = 0; n < 1_000_000; n++) {
    const at = Math.floor(random() * positions.length);
    if (n % 4 === 0) positions.openInterest[at] = Math.floor(random() * 20_000);
    else positions.iv[at] = random() < 0.02 ? Number.NaN : 0.05 + 0.75 * random();
    live.update(at);
  }
  const kept = live.levels();
  const fresh = incrementalExposure(positions, slots, market).levels();
  for (const part of ['call', 'put', 'net', 'gross'] as const)
    expect(Math.abs(kept[part] - fresh[part])).toBeLessThanOrEqual(1e-12 * fresh.gross);
  const { callWall, putWall, maxGrossStrike, maxNetStrike } = fresh;
  expect(kept).toMatchObject({ callWall, putWall, maxGrossStrike, maxNetStrike });
});

test('a fresh recompute names the walls and kings of the whole analysis', () => {
  fc.assert(
    fc.property(fc.array(row, { minLength: 1, maxLength: 40 }), (rows) => {
      const { callWall, putWall, maxGrossStrike, maxNetStrike } = analyse(inputOf(rows, slots, market)).levels;
      const levels = incrementalExposure(columnsOf(rows), slots, market).levels();
      expect(levels).toMatchObject({ callWall, putWall, maxGrossStrike, maxNetStrike });
    }),
  );
});

test('a contract that outgrows the wall moves it at once', () => {
  const positions = columnsOf([
    { side: 'call', strike: 6100, openInterest: 100, iv: 0.2, expiry: 1 },
    { side: 'call', strike: 6050, openInterest: 10, iv: 0.2, expiry: 1 },
  ]);
  const live = incrementalExposure(positions, slots, market);
  expect(live.levels().callWall).toBe(6100);
  positions.openInterest[1] = 1000;
  live.update(1);
  expect(live.levels().callWall).toBe(6050);
});

test('recompute moves time on and drops what has settled', () => {
  const positions = columnsOf([
    { side: 'call', strike: 6000, openInterest: 100, iv: 0.2, expiry: 0 },
    { side: 'put', strike: 6000, openInterest: 100, iv: 0.2, expiry: 2 },
  ]);
  const live = incrementalExposure(positions, slots, market);
  expect(live.levels().call).toBeGreaterThan(0);
  live.recompute({ ...market, asOf: epochMs(fixtureAsOf + 90 * 60_000) });
  expect(live.levels().call).toBe(0);
  expect(live.levels().put).toBeLessThan(0);
  live.respot(6010);
  expect(live.levels().call).toBe(0);
});

test('a row or spot that cannot be is refused', () => {
  const live = incrementalExposure(columnsOf([{ side: 'call', strike: 6000, openInterest: 1, iv: 0.2 }]), slots, market);
  expect(() => live.update(1)).toThrow(/row 1/);
  expect(() => live.respot(0)).toThrow(/spot/);
});
