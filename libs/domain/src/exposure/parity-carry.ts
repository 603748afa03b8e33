import type { ChainListing } from '../instrument/chain-listing.ts';
import type { EpochMs } from '../time/epoch-ms.ts';
import type { Carry, Settlement } from './analysis.ts';
import { type ParityForward, parityForward } from './parity-forward.ts';
import { type ExpirySlot, expiryTerm } from './position-columns.ts';
import { type QuotePair, quotePairs } from './quote-pairs.ts';

/** Where an expiry's forward comes from, and if not from parity, why. */
export type ForwardSource = 'parity' | 'configured: under a day' | 'configured: too few quotes' | 'configured: implausible';

export interface ExpiryForward {
  readonly expiry: string;
  readonly settlement: Settlement;
  /** In points: the one that prices are taken from. */
  readonly forward: number;
  readonly source: ForwardSource;
  /** What the quotes imply and how firmly, also where it was not taken; null with too few of them. */
  readonly implied: ParityForward | null;
}

export interface ParityCarry {
  /** The same slots in the same order, with `parityCarry` where quotes imply one. */
  readonly expiries: readonly ExpirySlot[];
  /** Of the slots that have not settled. */
  readonly forwards: readonly ExpiryForward[];
}

/** Below, the quotient ln(forward / spot) / years is noise, and a yield of hundreds of percent would stand in charm and theta. */
const yearsMin = 1 / 365;
/** No market carries more a year than this, but the spot of a file may be some minutes older than its quotes: the second. */
const carryPerYearMax = 0.5;
const staleSpotMax = 0.01;

/**
 * Takes each expiry's forward from the listing's quotes, by put–call parity; where that cannot be, from the configured rate and yield. For
 * American options the forward is an approximation: see `exerciseStyle`.
 */
export const parityCarry = (
  listing: ChainListing,
  expiries: readonly ExpirySlot[],
  asOf: EpochMs,
  carry: Extract<Carry, { readonly kind: 'parity' }>,
): ParityCarry => {
  const pairs = quotePairs(listing, expiries);
  const forwards: ExpiryForward[] = [];
  const slots = expiries.map((slot, i) => {
    if (slot.settlesMs <= asOf) return slot;
    const forward = expiryForward(slot, pairs[i]!, listing.spot, asOf, carry);
    forwards.push(forward);
    return forward.source === 'parity' ? { ...slot, parityCarry: Math.log(forward.forward / listing.spot) } : slot;
  });
  return { expiries: slots, forwards };
};

/** One slot's forward: what its quotes imply, where that can be. The slot must not have settled; `spot` is that of the quotes' moment. */
export const expiryForward = (
  slot: ExpirySlot,
  pairs: readonly QuotePair[],
  spot: number,
  asOf: EpochMs,
  carry: Carry,
): ExpiryForward => {
  const { years, discount, carry: configured } = expiryTerm(slot, asOf, carry);
  const implied = parityForward(pairs, discount);
  const source = sourceOf(implied, spot, years);
  const forward = source === 'parity' ? implied!.forward : spot * Math.exp(configured);
  return { expiry: slot.expiry, settlement: slot.settlement, forward, source, implied };
};

const sourceOf = (implied: ParityForward | null, spot: number, years: number): ForwardSource => {
  if (years < yearsMin) return 'configured: under a day';
  if (implied === null) return 'configured: too few quotes';
  // Written so that a forward of zero or less, which mad quotes imply, is implausible too.
  return Math.abs(Math.log(implied.forward / spot)) <= carryPerYearMax * years + staleSpotMax
    ? 'parity'
    : 'configured: implausible';
};
