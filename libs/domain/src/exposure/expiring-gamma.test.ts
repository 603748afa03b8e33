import { expect, test } from 'vitest';
import { settlesMs } from '../instrument/settlement.ts';
import { analyse } from './analyse.ts';
import { type BookRow, inputOf, slotAfter } from './book.fixture.ts';
import { expiringGamma } from './expiring-gamma.ts';

const row = (expiry: number, openInterest: number): BookRow => ({
  side: 'call',
  strike: 6000,
  openInterest,
  iv: 0.2,
  expiry,
});
/** The third Friday of January 2026, two days after the fixture's moment. */
const monthly = '2026-01-16';
const slots = [
  slotAfter(1440),
  { expiry: monthly, settlement: 'am', settlesMs: settlesMs(monthly, 'am') } as const,
  { expiry: monthly, settlement: 'pm', settlesMs: settlesMs(monthly, 'pm') } as const,
  slotAfter(20 * 1440),
];

test('shares of gross gamma that leave next, and on the third Friday with both series of the date', () => {
  const { levels } = analyse(inputOf([row(0, 5), row(1, 20), row(2, 30), row(3, 400)], slots));
  const gross = levels.expiries.map(({ total }) => total.gross);
  const { next, monthly: third } = expiringGamma(levels);
  expect(next).toEqual({ expiry: '2026-01-15', grossShare: gross[0]! / levels.total.gross });
  expect(third!.expiry).toBe(monthly);
  expect(third!.grossShare).toBeCloseTo((gross[1]! + gross[2]!) / levels.total.gross, 14);
});

test('an expiry without gamma is no settlement to speak of; without any there are none', () => {
  expect(expiringGamma(analyse(inputOf([row(0, 0), row(3, 400)], slots)).levels)).toEqual({
    next: { expiry: '2026-02-03', grossShare: 1 },
    monthly: null,
  });
  expect(expiringGamma(analyse(inputOf([row(0, 0)], slots)).levels)).toEqual({ next: null, monthly: null });
});
