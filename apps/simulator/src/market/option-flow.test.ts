import {
  contractFlow,
  daysToExpiry,
  easternTime,
  expiryVolume,
  type Opportunity,
  opportunity,
  type ScannedContract,
  scannedExpiries,
  scannedSymbolsDefault,
} from '@gexstream/domain';
import { expect, test } from 'vitest';
import { openMarket } from './market.ts';
import type { UnderlyingMarket } from './underlying-market.ts';

/** IV in vol points of a wing's contract nearest to 25 delta. */
const wing = (contracts: readonly ScannedContract[], side: 'call' | 'put'): number => {
  const distance = ({ delta }: ScannedContract): number => Math.abs(Math.abs(delta ?? 0) - 0.25);
  const nearest = contracts.filter((each) => each.side === side).sort((a, b) => distance(a) - distance(b))[0];
  return 100 * (nearest?.iv ?? Number.NaN);
};

interface Seen {
  readonly skews: readonly number[];
  readonly opportunities: readonly Opportunity[];
}

/** What a scanner of its chain would see of an underlying at noon. */
const scanned = (underlying: UnderlyingMarket, date: string): Seen => {
  const at = easternTime(date, 12, 0);
  const spot = underlying.quote(at);
  const listed = underlying.contracts(at);
  const skews: number[] = [];
  const opportunities: Opportunity[] = [];
  for (const expiry of scannedExpiries([...new Set(listed.map((each) => each.expiry))], date)) {
    const contracts = listed
      .filter((each) => each.expiry === expiry)
      .map((each): ScannedContract => {
        const quote = underlying.options.quote(each, at);
        return { ...each, ...quote, delta: quote.greeks?.delta ?? null, gamma: quote.greeks?.gamma ?? null };
      });
    const skew25d = wing(contracts, 'put') - wing(contracts, 'call');
    if (daysToExpiry(expiry, date) > 5) skews.push(skew25d);
    const volume = expiryVolume(contracts, spot.last);
    for (const contract of contracts) {
      const found = opportunity(contractFlow(contract, spot.last, spot.volume, at), { skew25d }, volume);
      if (found !== null) opportunities.push(found);
    }
  }
  return { skews, opportunities };
};

test.each(['2026-11-25', '2026-12-08'])('on %s a scanner finds all kinds of flow, and scores from low to high', (date) => {
  const market = openMarket(1, scannedSymbolsDefault, []);
  const seen = market.underlyings.map((each) => scanned(each, date));
  const skews = seen.flatMap((each) => each.skews);
  const found = seen.flatMap((each) => each.opportunities);
  // Most puts are bid, as in stocks, some calls.
  expect(skews.filter((skew) => skew > 0).length / skews.length).toBeGreaterThan(0.55);
  expect(skews.filter((skew) => skew < -1).length / skews.length).toBeGreaterThan(0.05);
  expect(found.length).toBeGreaterThan(20);
  expect(found.length).toBeLessThan(120);
  expect(new Set(found.map(({ signal }) => signal)).size).toBeGreaterThanOrEqual(4);
  const totals = found.map(({ classic }) => classic.total);
  const commonest = Math.max(...totals.map((total) => totals.filter((each) => each === total).length));
  expect(commonest / totals.length).toBeLessThan(0.4);
  expect([Math.min(...totals), Math.max(...totals)]).toEqual([
    expect.toSatisfy((low: number) => low < 45),
    expect.toSatisfy((high: number) => high >= 75),
  ]);
  expect(seen.filter(({ opportunities }) => opportunities.length > 0).length).toBeGreaterThan(12);
});
