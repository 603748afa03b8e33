import { expect, test } from 'vitest';
import { pricedListing, withContracts } from './listing.fixture.ts';
import { listedPremium, premiumPrice, putCallPremium } from './traded-premium.ts';

const listing = pricedListing(['2026-01-23'], [6000], { rate: 0, dividendYield: 0 });
const premium = (change: Parameters<typeof withContracts>[1]) => listedPremium(withContracts(listing, change).contracts);

test('premium is what was traded at mids; at the last sale where there is no two-sided quote', () => {
  expect(premium(({ side }) => ({ bid: 9, ask: 11, volume: side === 'put' ? 30 : 20 }))).toEqual({ call: 20_000, put: 30_000 });
  const oneSided = ({ side }: { side: string }) =>
    side === 'put' ? { bid: 0, ask: 1, last: 4, volume: 5 } : { bid: 9, ask: 11, volume: 2 };
  expect(premium(oneSided)).toEqual({ call: 2_000, put: 2_000 });
});

test.each([
  [9, 11, 7, 10],
  [10, 10, 7, 10],
  [0, 11, 7, 7],
  [11, 9, 7, 7],
  [Number.NaN, 11, 7, 7],
  [9, Number.NaN, Number.NaN, 0],
  [0, 0, 0, 0],
])('quoted %d to %d, last sold at %d, a contract is reckoned at %d', (bid, ask, last, price) => {
  expect(premiumPrice(bid, ask, last)).toBe(price);
});

test('slices are put together before they are divided; where a side has no premium there is no ratio', () => {
  expect(
    putCallPremium([
      { call: 100, put: 300 },
      { call: 300, put: 100 },
    ]),
  ).toBe(1);
  expect(
    putCallPremium([
      { call: 0, put: 30 },
      { call: 40, put: 0 },
    ]),
  ).toBe(0.75);
  for (const oneSided of [[], [{ call: 0, put: 30 }], [{ call: 40, put: 0 }]]) expect(putCallPremium(oneSided)).toBeNull();
});
