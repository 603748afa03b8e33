import type { OptionUpdates } from '../events/option-updates.ts';
import type { Carry } from '../exposure/analysis.ts';
import { type ExpiryForward, expiryForward } from '../exposure/parity-carry.ts';
import { type ExpirySlot, slotKey } from '../exposure/position-columns.ts';
import type { EpochMs } from '../time/epoch-ms.ts';
import { bookQuotePairs } from './book-quote-pairs.ts';
import { type OptionBook, spotOf } from './option-book.ts';

/** An expiry's forward as it was when a chain answer last listed it. */
export interface TakenForward extends ExpiryForward {
  readonly takenMs: EpochMs;
}

/**
 * With carry `parity`, takes the forward of each expiry anew that a chain answer has just listed to its last part: then the quotes of both
 * sides are of one moment, and spot of the same. ln(forward / spot) is what is kept, so until the next answer the forward moves with spot.
 * Quotes of the expiry are solved again when it gains or loses its forward, for their volatilities rest on it.
 */
export const takeForwards = (
  book: OptionBook,
  listing: NonNullable<OptionUpdates['listing']>,
  asOf: EpochMs,
  carry: Carry,
): void => {
  const spot = spotOf(book);
  if (carry.kind !== 'parity' || listing.part !== listing.parts - 1 || !(spot > 0)) return;
  const isListed = ({ expiry, settlesMs }: ExpirySlot): boolean =>
    expiry >= listing.fromDate && expiry <= listing.toDate && settlesMs > asOf;
  const pairs = bookQuotePairs(book, isListed);
  book.expiries.forEach((slot, index) => {
    if (!isListed(slot)) return;
    const forward = expiryForward(slot, pairs[index]!, spot, asOf, carry);
    const { parityCarry: before, ...bare } = slot;
    const isImplied = forward.source === 'parity';
    book.expiries[index] = isImplied ? { ...bare, parityCarry: Math.log(forward.forward / spot) } : bare;
    book.forwards.set(slotKey(slot), { ...forward, takenMs: asOf });
    if (isImplied !== (before !== undefined)) solveAgain(book, index);
  });
};

const solveAgain = ({ columns, length }: OptionBook, expiryIndex: number): void => {
  for (let row = 0; row < length; row++) if (columns.expiryIndex[row] === expiryIndex) columns.quoteChanged[row] = 1;
};
