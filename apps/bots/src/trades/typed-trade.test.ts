import { epochMs } from '@gexstream/domain';
import { expect, test } from 'vitest';
import { typedExit, typedTrade } from './typed-trade.ts';

/** 2026-11-20 11:00 in New York, which is at UTC−5 then. */
const now = epochMs(Date.UTC(2026, 10, 20, 16));
const plain = {
  ...{ symbol: 'SPX', strike: 6000, side: 'call', expiry: '2026-11-27', price: 4.1 },
  ...{ quantity: 1, direction: 'long', note: '', atMs: now },
};

test.each([
  ['SPX 6000C 2026-11-27 @4.10', {}],
  ['$spx @4.1 2026-11-27 6,000c', {}],
  ['SPX 0dte 6000P @.05', { expiry: '2026-11-20', side: 'put', price: 0.05 }],
  ['SPX 6002.5C 2026-11-27 @1,234.5 x12 short', { strike: 6002.5, price: 1234.5, quantity: 12, direction: 'short' }],
  ['SPX 6000C 2026-11-27 @4.10 at 10:30', { atMs: Date.UTC(2026, 10, 20, 15, 30) }],
  [
    'SPX at 9:31 6000C 2026-11-27 @4.10 note sold at 10:30  @5',
    { atMs: Date.UTC(2026, 10, 20, 14, 31), note: 'sold at 10:30  @5' },
  ],
])('an entry is read in any order: %s', (typed, change) => {
  expect(typedTrade(typed, now)).toEqual({ ...plain, ...change });
});

test.each([
  ['', 'Which trade?'],
  ['SPX 2026-11-27 @4.10', 'The strike and side, such as 6000C, is missing.'],
  ['SPX 6000C @4.10', 'The expiry, such as 2026-11-20 or 0dte, is missing.'],
  ['SPX 6000C 2026-11-27', 'The price of the entry, such as @4.10, is missing.'],
  ['SPX 6000C 6100C 2026-11-27 @4.10', '"6100C" is a second contract: keep one.'],
  ['SPX 6000C 2026-11-27 4.10', '"4.10" is not understood.'],
  ['SPX 6000C 2026-11-27 @4.10 x-2', '"x-2" is not understood.'],
  ['SPX 6000C 2026-11-27 @4.10 at 25:00', '25:00 is no time of day.'],
])('what cannot be read is said: %s', (typed, message) => {
  expect(() => typedTrade(typed, now)).toThrow(message);
});

test('an exit is a price, with the time of today where it was earlier', () => {
  expect(typedExit('@6.30', now)).toEqual({ price: 6.3, atMs: now });
  expect(typedExit('0 at 10:45', now)).toEqual({ price: 0, atMs: Date.UTC(2026, 10, 20, 15, 45) });
  for (const typed of ['six', '-1', '6.30 x2', '']) expect(() => typedExit(typed, now)).toThrow('is no price of an exit');
});
