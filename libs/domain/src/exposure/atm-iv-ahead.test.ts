import { expect, test } from 'vitest';
import { epochMs } from '../time/epoch-ms.ts';
import { atmIvAhead } from './atm-iv-ahead.ts';

const asOf = epochMs(Date.UTC(2026, 10, 20, 15));
const at = (days: number, atmIv: number | null) => ({ settlesMs: epochMs(asOf + days * 86_400_000), atmIv });

test('total variance is linear in time: 20 % to 20 days and 25 % to 40 are √0.055 to 30', () => {
  // By hand: 20 × 0.04 = 0.8 and 40 × 0.0625 = 2.5; halfway 1.65, over 30 days 0.055.
  expect(atmIvAhead([at(40, 0.25), at(2, 0.9), at(20, 0.2), at(70, 0.1)], asOf, 30)).toBeCloseTo(Math.sqrt(0.055), 14);
});

test('an expiry on the day itself stands as it is; one volatility everywhere stays', () => {
  expect(atmIvAhead([at(20, 0.2), at(30, 0.31), at(40, 0.25)], asOf, 30)).toBe(0.31);
  expect(atmIvAhead([at(3, 0.2), at(200, 0.2)], asOf, 30)).toBeCloseTo(0.2, 14);
});

test.each([
  ['nothing', []],
  ['only nearer ones', [at(2, 0.2), at(29.9, 0.2)]],
  ['only farther ones', [at(31, 0.2), at(60, 0.2)]],
  ['a farther one without IV', [at(20, 0.2), at(40, null)]],
  ['a nearer one that has settled', [at(-1, 0.2), at(40, 0.2)]],
])('%s encloses no day', (_what, expiries) => {
  expect(atmIvAhead(expiries, asOf, 30)).toBeNull();
});
