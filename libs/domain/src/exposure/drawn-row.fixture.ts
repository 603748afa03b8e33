import fc from 'fast-check';
import type { BookRow } from './book.fixture.ts';

/** Any contract that a book may hold, of one of so many slots; one in ten has no IV. */
export const drawnRow = (slots: number): fc.Arbitrary<BookRow> =>
  fc.record({
    side: fc.constantFrom('call', 'put'),
    strike: fc.integer({ min: 1000, max: 1400 }).map((k) => k * 5),
    openInterest: fc.integer({ min: 0, max: 20_000 }),
    volume: fc.integer({ min: 0, max: 5000 }),
    iv: fc.oneof({ weight: 9, arbitrary: fc.double({ min: 0.05, max: 0.8, noNaN: true }) }, fc.constant(Number.NaN)),
    expiry: fc.integer({ min: 0, max: slots - 1 }),
  });
