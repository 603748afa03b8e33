import fc from 'fast-check';
import { expect, test } from 'vitest';
import { gridCrossing } from './grid-crossing.ts';

test('on eight points a width the crossing of two Gaussians is found within 1e-6 of a width', () => {
  const offset = fc.double({ min: -1, max: 2, noNaN: true });
  fc.assert(
    fc.property(
      offset,
      fc.double({ min: 0.3, max: 3, noNaN: true }),
      fc.double({ min: 0, max: 1, noNaN: true }),
      (centre, distance, shift) => {
        const profile = (x: number): number => Math.exp(-0.5 * (x - centre) ** 2) - Math.exp(-0.5 * (x - centre - distance) ** 2);
        // Equal Gaussians balance half-way between their centres.
        const root = centre + distance / 2;
        const [left, step] = [root - shift / 8, 1 / 8];
        const values = Float64Array.from({ length: 6 }, (_, i) => profile(left + (i - 2) * step));
        fc.pre(values[2]! * values[3]! < 0);
        expect(Math.abs(gridCrossing(values, 2) - shift) * step).toBeLessThan(1e-6);
      },
    ),
  );
});

test('where the polynomial leaves the cell the secant is taken', () => {
  const values = Float64Array.of(1e6, 0, -1e-3, 1, 0, -1e6);
  const crossing = gridCrossing(values, 2);
  expect(crossing).toBeGreaterThanOrEqual(0);
  expect(crossing).toBeLessThanOrEqual(1);
});
