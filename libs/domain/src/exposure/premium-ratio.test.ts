import { expect, test } from 'vitest';
import { pricedListing, withContracts } from './listing.fixture.ts';
import { putCallPremium } from './premium-ratio.ts';

const listing = pricedListing(['2026-01-23'], [6000], { rate: 0, dividendYield: 0 });
const contracts = (change: Parameters<typeof withContracts>[1]) => withContracts(listing, change).contracts;

test('put over call premium at mids, by what was traded; at the last sale where there is no two-sided quote', () => {
  expect(putCallPremium(contracts(({ side }) => ({ bid: 9, ask: 11, volume: side === 'put' ? 30 : 20 })))).toBe(1.5);
  const oneSided = ({ side }: { side: string }) =>
    side === 'put' ? { bid: 0, ask: 1, last: 4, volume: 5 } : { bid: 9, ask: 11, volume: 2 };
  expect(putCallPremium(contracts(oneSided))).toBe(1);
});

test('without call premium there is no ratio', () => {
  expect(putCallPremium(contracts(({ side }) => ({ volume: side === 'put' ? 30 : 0 })))).toBeNull();
  expect(putCallPremium([])).toBeNull();
});
