import { expect, test } from 'vitest';
import { epochMs } from '../time/epoch-ms.ts';
import { atmIvAhead, skew25dAhead } from './volatility-ahead.ts';

const asOf = epochMs(Date.UTC(2026, 10, 20, 15));
const settling = (days: number) => epochMs(asOf + days * 86_400_000);
const at = (days: number, atmIv: number | null) => ({ settlesMs: settling(days), atmIv });
const wings = (days: number, put25dIv: number | null, call25dIv: number | null) => ({
  settlesMs: settling(days),
  put25dIv,
  call25dIv,
});

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

test('skew ahead: put and call each by its own variance: 25 / 20 % to 20 days and 30 / 22 % to 40 are 7.0770 points to 30', () => {
  // By hand: puts 20 × 0.0625 = 1.25 and 40 × 0.09 = 3.6, halfway 2.425; calls 0.8 and 40 × 0.0484 = 1.936, halfway 1.368; each over 30 days.
  const byHand = 100 * (Math.sqrt(2.425 / 30) - Math.sqrt(1.368 / 30));
  const expiries = [wings(40, 0.3, 0.22), wings(2, 0.9, 0.1), wings(20, 0.25, 0.2), wings(70, 0.4, 0.1)];
  expect(byHand).toBeCloseTo(7.077, 4);
  expect(skew25dAhead(expiries, asOf, 30)).toBeCloseTo(byHand, 12);
  // Not the same as the two skews' mean, weighted by variance time or not.
  expect(skew25dAhead(expiries, asOf, 30)).not.toBeCloseTo(6.5, 1);
});

test('skew ahead: an expiry on the day stands as it is; one that lacks a wing is passed over for both sides', () => {
  expect(skew25dAhead([wings(20, 0.25, 0.2), wings(30, 0.31, 0.24), wings(40, 0.3, 0.22)], asOf, 30)).toBeCloseTo(7, 12);
  const oneSided = [wings(25, 0.5, null), wings(35, null, 0.05), wings(30, 0.5, null)];
  const enclosing = [wings(20, 0.25, 0.2), wings(40, 0.3, 0.22)];
  expect(skew25dAhead([...oneSided, ...enclosing], asOf, 30)).toBe(skew25dAhead(enclosing, asOf, 30));
});

test.each([
  ['nothing', []],
  ['only nearer ones', [wings(2, 0.25, 0.2), wings(29.9, 0.25, 0.2)]],
  ['only farther ones', [wings(31, 0.25, 0.2), wings(60, 0.25, 0.2)]],
  ['a farther one without its put', [wings(20, 0.25, 0.2), wings(40, null, 0.2)]],
  ['a nearer one without its call', [wings(20, 0.25, null), wings(40, 0.3, 0.22)]],
  ['puts that enclose the day and calls that do not', [wings(20, 0.25, null), wings(25, 0.25, 0.2), wings(40, 0.3, null)]],
  ['a nearer one that has settled', [wings(-1, 0.25, 0.2), wings(40, 0.3, 0.22)]],
  [
    'records from before the sides were told',
    [20, 40].map((days) => ({ settlesMs: settling(days) }) as ReturnType<typeof wings>),
  ],
])('skew ahead: %s gives none', (_what, expiries) => {
  expect(skew25dAhead(expiries, asOf, 30)).toBeNull();
});
