import type { ChainListing, ListedContract } from '../instrument/chain-listing.ts';
import { formatOsi } from '../instrument/option-symbol.ts';
import { settlesMs, yearsToSettlement } from '../instrument/settlement.ts';
import { blackScholesPrice } from '../pricing/black-scholes.ts';
import { epochMs } from '../time/epoch-ms.ts';

export const listingAsOf = epochMs(Date.UTC(2026, 0, 14, 17));
export const listingSpot = 6000;

/** A chain whose quotes are Black–Scholes values at a rate and a yield, a tenth of a point either side of them. */
export const pricedListing = (
  expiries: readonly string[],
  strikes: readonly number[],
  { rate, dividendYield, volatility = 0.2 }: { rate: number; dividendYield: number; volatility?: number },
): ChainListing => ({
  underlying: 'SPX',
  spot: listingSpot,
  asOf: listingAsOf,
  source: 'generated',
  contracts: expiries.flatMap((expiry) =>
    strikes.flatMap((strike) =>
      (['call', 'put'] as const).map((side): ListedContract => {
        const years = yearsToSettlement(listingAsOf, settlesMs(expiry, 'pm'));
        const value = blackScholesPrice({ side, spot: listingSpot, strike, years, rate, dividendYield, volatility });
        return {
          symbol: formatOsi({ root: 'SPXW', expiry, side, strike }),
          root: 'SPXW',
          expiry,
          side,
          strike,
          settlement: 'pm',
          multiplier: 100,
          bid: value - 0.1,
          ask: value + 0.1,
          last: null,
          volume: 0,
          openInterest: 100,
          iv: volatility,
          quoteMs: null,
        };
      }),
    ),
  ),
});

/** The listing with some contracts changed. */
export const withContracts = (
  listing: ChainListing,
  change: (contract: ListedContract) => Partial<ListedContract>,
): ChainListing => ({ ...listing, contracts: listing.contracts.map((contract) => ({ ...contract, ...change(contract) })) });
