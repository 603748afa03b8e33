import { expect, test } from 'vitest';
import type { ExposuresBody } from '../../contract/exposures.ts';
import { curvePoints, curveText } from './exposure-curve.ts';

const exposures = (roots: readonly number[]) =>
  ({
    spot: 100,
    curve: { spot: [80, 95, 100, 105, 120], net_gex: [-4, -1, 0, 1, 4] },
    horizons: [
      { name: '0dte', zero_gamma_all: [90] },
      { name: 'all', zero_gamma_all: roots },
    ],
  }) as unknown as ExposuresBody;

test('the curve is drawn around spot, with the roots of all expiries whichever are chosen', () => {
  expect(curvePoints(exposures([99, 104]))).toEqual({
    points: [
      [95, -1],
      [100, 0],
      [105, 1],
    ],
    spot: 100,
    roots: [99, 104],
  });
});

test('each crossing is named, and that there is none is said', () => {
  expect(curveText(exposures([99, 104]))).toMatch(/±10 %\. Zero gamma: 99 · 104\.$/);
  expect(curveText(exposures([]))).toMatch(/No zero gamma within ±20 %\.$/);
});
