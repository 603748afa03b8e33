import { describe, expect, test } from 'vitest';
import { listingPositions } from '../book/listing-positions.ts';
import type { ChainListing } from '../instrument/chain-listing.ts';
import { exerciseStyle } from '../instrument/exercise-style.ts';
import { settlesMs } from '../instrument/settlement.ts';
import { listingAsOf, listingSpot, pricedListing, withContracts } from './listing.fixture.ts';
import { parityCarry } from './parity-carry.ts';
import { parityForward } from './parity-forward.ts';
import { expiryTerm } from './position-columns.ts';
import { quotePairs } from './quote-pairs.ts';

const strikes = [5900, 5950, 5975, 5990, 6000, 6010, 6025, 6050, 6100];
const expiries = ['2026-01-14', '2026-01-23', '2026-07-17'];
const market = { rate: 0.04, dividendYield: 0.013 };
const listing = pricedListing(expiries, strikes, market);
const carry = { kind: 'parity', rate: 0.04, dividendYield: 0.02 } as const;

const carryOf = (of: ChainListing, as = carry) => parityCarry(of, listingPositions(of).expiries, listingAsOf, as);
const forwardsOf = (of: ChainListing) => carryOf(of).forwards;

describe('the forward of an expiry', () => {
  test('is the one its quotes were made with, whatever yield is configured', () => {
    const { forwards, expiries: slots } = carryOf(listing);
    for (const i of [1, 2]) {
      const { years, dividendYield, carry: exponent } = expiryTerm(slots[i]!, listingAsOf, carry);
      expect(forwards[i]!.source).toBe('parity');
      expect(forwards[i]!.forward).toBeCloseTo(listingSpot * Math.exp((0.04 - 0.013) * years), 8);
      expect(dividendYield).toBeCloseTo(0.013, 8);
      expect(exponent).toBeCloseTo((0.04 - 0.013) * years, 12);
    }
    expect(forwards[2]!.implied).toMatchObject({ strikes: 6 });
    expect(forwards[2]!.implied!.scatter).toBeLessThan(1e-9);
    expect(forwards[2]!.implied!.halfSpread).toBeCloseTo(0.2 * Math.exp(0.04 * 0.505), 2);
  });

  test('is not moved by one stale quote, and its scatter stays what the others say', () => {
    const stale = withContracts(listing, ({ strike, side, bid, ask }) =>
      strike === 6050 && side === 'call' ? { bid: bid! + 40, ask: ask! + 40 } : {},
    );
    expect(forwardsOf(stale)[2]!.forward).toBeCloseTo(forwardsOf(listing)[2]!.forward, 8);
  });

  test('does not depend on the order of contracts', () => {
    const reversed = { ...listing, contracts: listing.contracts.toReversed() };
    const byExpiry = (of: ChainListing) => forwardsOf(of).toSorted((a, b) => (a.expiry < b.expiry ? -1 : 1));
    expect(byExpiry(reversed)).toEqual(byExpiry(listing));
  });

  test('under a day to settlement it is the configured one, and says so', () => {
    const [today] = forwardsOf(listing);
    expect(today!.source).toBe('configured: under a day');
    expect(today!.implied).not.toBeNull();
    expect(carryOf(listing).expiries[0]).not.toHaveProperty('parityCarry');
  });

  test.each([
    ['one-sided', { bid: 0 }],
    ['crossed', { bid: 90, ask: 80 }],
    ['absent', { bid: null, ask: null }],
  ])('%s quotes count for nothing: with fewer than three pairs it is configured', (_what, spoilt) => {
    const left = withContracts(listing, ({ strike, side }) =>
      side === 'put' && strike !== 6000 && strike !== 6010 ? spoilt : {},
    );
    const forward = forwardsOf(left)[2]!;
    expect(forward).toMatchObject({ source: 'configured: too few quotes', implied: null });
    const years = expiryTerm(listingPositions(left).expiries[2]!, listingAsOf, carry).years;
    expect(forward.forward).toBeCloseTo(listingSpot * Math.exp((0.04 - 0.02) * years), 8);
  });

  test('quotes of another underlying or another day are not believed', () => {
    const elsewhere = withContracts(listing, ({ side, bid, ask }) =>
      side === 'call' ? { bid: bid! + 3000, ask: ask! + 3000 } : {},
    );
    expect(forwardsOf(elsewhere)[1]!.source).toBe('configured: implausible');
    const below = withContracts(listing, ({ side, bid, ask }) => (side === 'put' ? { bid: bid! + 9000, ask: ask! + 9000 } : {}));
    expect(forwardsOf(below)[1]!.source).toBe('configured: implausible');
  });

  test('other carries do not read it', () => {
    const [, slot] = carryOf(listing).expiries;
    expect(expiryTerm(slot!, listingAsOf, { kind: 'zero' })).toMatchObject({ carry: 0, dividendYield: 0, discount: 1 });
    expect(expiryTerm(slot!, listingAsOf, { ...carry, kind: 'flat' }).dividendYield).toBe(0.02);
  });
});

test('settled expiries have no forward', () => {
  const { forwards, expiries: slots } = parityCarry(
    listing,
    listingPositions(listing).expiries,
    settlesMs(expiries[0]!, 'pm'),
    carry,
  );
  expect(forwards.map(({ expiry }) => expiry)).toEqual(expiries.slice(1));
  expect(slots.map(({ expiry }) => expiry)).toEqual(expiries);
});

test('a pair needs one root, expiry and strike on both sides', () => {
  const lone = withContracts(listing, ({ side, strike }) => (side === 'call' && strike === 6000 ? { bid: 0 } : {}));
  const pairs = quotePairs(lone, listingPositions(lone).expiries)[1]!;
  expect(pairs.map(({ strike }) => strike)).toEqual(strikes.filter((strike) => strike !== 6000));
  expect(pairs[0]!.halfSpread).toBeCloseTo(0.2, 10);
});

test('a median of an even number of strikes lies between the two in the middle', () => {
  const pair = (strike: number, difference: number) => ({ strike, callMid: 10 + difference, putMid: 10, halfSpread: 0.5 });
  const forward = parityForward([pair(100, 1), pair(101, 0.2), pair(102, -1), pair(103, -1.4)], 1)!;
  expect(forward).toMatchObject({ strikes: 4, halfSpread: 0.5 });
  expect(forward.forward).toBeCloseTo((101 + 101.2) / 2, 12);
  expect(parityForward([pair(100, 1), pair(101, 0.2)], 1)).toBeNull();
});

test.each([
  ['SPX', 'european'],
  ['XSP', 'european'],
  ['OEX', 'american'],
  ['SPY', 'american'],
  ['NVDA', 'american'],
])('options on %s are %s', (underlying, style) => {
  expect(exerciseStyle(underlying)).toBe(style);
});
