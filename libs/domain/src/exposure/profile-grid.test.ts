import fc from 'fast-check';
import { expect, test } from 'vitest';
import { gammaCoefficients, gammaExposureAt } from './gamma-coefficients.ts';
import { gammaProfile } from './gamma-profile.ts';
import {
  addContracts,
  addProfile,
  clearProfile,
  finestLevel,
  finishProfile,
  gridPoint,
  gridRange,
  levelStep,
  profileGrid,
} from './profile-grid.ts';

/** A Gaussian of height 1 at `centre`, of width 1 / v. */
const gaussians = (shapes: readonly { centre: number; width: number }[]) => {
  const into = gammaCoefficients(shapes.length);
  for (const [i, { centre, width }] of shapes.entries()) {
    into.v[i] = 1 / width;
    into.a[i] = -centre / width;
    into.w[i] = 1;
  }
  return into;
};

const shape = fc.record({
  centre: fc.double({ min: -0.6, max: 0.6, noNaN: true }),
  // From a dying 0DTE contract to years.
  width: fc.double({ min: -8.5, max: 0.5, noNaN: true }).map(Math.exp),
});

test('a profile by recurrence equals the direct sum but for roundings, which grow with the square of the steps', () => {
  fc.assert(
    fc.property(fc.array(shape, { minLength: 1, maxLength: 20 }), fc.integer({ min: 2, max: 400 }), (shapes, count) => {
      const from = gaussians(shapes);
      const step = 0.4 / (count - 1);
      const out = new Float64Array(count);
      gammaProfile(from, shapes.length, -0.2, step, out);
      for (let j = 0; j < count; j++) {
        let direct = 0;
        for (let i = 0; i < shapes.length; i++) direct += gammaExposureAt(from, i, -0.2 + j * step);
        expect(Math.abs(out[j]! - direct)).toBeLessThan((1e-15 + 1e-16 * count * count) * shapes.length);
      }
    }),
  );
});

test('grids of all levels share their ends and halve their step', () => {
  for (let level = 0; level <= finestLevel; level++) {
    const [first, last] = gridRange(level);
    expect(gridPoint(level, first)).toBe(Math.log(0.8));
    expect(gridPoint(level, last)).toBeCloseTo(Math.log(1.2), 14);
    expect(levelStep(level)).toBe(levelStep(0) / 2 ** level);
  }
  expect(levelStep(finestLevel)).toBeLessThan(2e-5);
});

test('coarse contracts are carried onto a fine grid within 3e-7 of their peak', () => {
  fc.assert(
    fc.property(shape, fc.integer({ min: 0, max: 6 }), (wide, halvings) => {
      fc.pre(wide.width > 2e-3);
      const grid = profileGrid();
      const narrow = { centre: 0.1, width: wide.width / 2 ** halvings };
      const from = gaussians([wide, narrow]);
      addContracts(grid, from, 0, 2);
      const values = finishProfile(grid);
      const [first, last] = gridRange(grid.finest);
      for (let j = first; j <= last; j++) {
        const x = gridPoint(grid.finest, j);
        const direct = gammaExposureAt(from, 0, x) + gammaExposureAt(from, 1, x);
        expect(Math.abs(values[j]! - direct)).toBeLessThan(6e-7);
      }
    }),
    { numRuns: 40 },
  );
});

test('profiles added before they are finished equal one of all contracts, also when used again', () => {
  const from = gaussians([
    { centre: 0, width: 0.1 },
    { centre: 0.05, width: 0.004 },
    { centre: -0.1, width: 0.03 },
  ]);
  const [whole, total, slice] = [profileGrid(), profileGrid(), profileGrid()];
  for (let again = 0; again < 2; again++) {
    clearProfile(whole);
    clearProfile(total);
    addContracts(whole, from, 0, 3);
    for (const [start, end] of [
      [0, 1],
      [1, 3],
    ] as const) {
      clearProfile(slice);
      addContracts(slice, from, start, end);
      addProfile(total, slice);
      finishProfile(slice);
    }
    expect([total.coarsest, total.finest]).toEqual([whole.coarsest, whole.finest]);
    const [left, right] = [finishProfile(total), finishProfile(whole)];
    for (let j = 0; j < left.length; j++) expect(Math.abs(left[j]! - right[j]!)).toBeLessThan(1e-15 * 8);
  }
});
