import { blackScholesGreeks } from '../pricing/greeks.ts';
import type { AnalysisInput } from './analyse.ts';
import type { Settlement } from './analysis.ts';
import { type Exposures, exposureKinds } from './exposure-kinds.ts';
import { addExposures, type ExposureTally, exposuresOf, exposureTally } from './exposure-tally.ts';
import { forEachHeld, type HeldContract } from './held-contracts.ts';
import type { ExpirySlot } from './position-columns.ts';

export interface GreekExposures {
  readonly total: Exposures;
  /** Those in which somebody holds something, by settlement. */
  readonly expiries: readonly { readonly expiry: string; readonly settlement: Settlement; readonly exposures: Exposures }[];
  /** Over all expiries, ascending; strikes at which nobody holds anything are left out. */
  readonly strikes: readonly { readonly strike: number; readonly exposures: Exposures }[];
}

/**
 * Every exposure of a book, in total, per expiry and per strike, with one dealer model for all kinds: calls and puts signed alike whatever the
 * greek. Contracts count as in `analyse`, and sums are taken in canonical order. Contract by contract, so for answers at leisure: the hot
 * path has its own way to GEX.
 */
export const greekExposures = (input: AnalysisInput): GreekExposures => {
  const total = exposureTally();
  const byExpiry = new Map<ExpirySlot, ExposureTally>();
  const byStrike = new Map<number, ExposureTally>();
  const exposures = new Float64Array(exposureKinds.length);
  const layout = forEachHeld(input, (contract) => {
    setExposures(exposures, contract, input.spot);
    addExposures(total, contract.isCall, exposures);
    addExposures(tallyOf(byExpiry, contract.slot), contract.isCall, exposures);
    addExposures(tallyOf(byStrike, contract.strike), contract.isCall, exposures);
  });
  return {
    total: exposuresOf(total),
    expiries: Array.from(byExpiry, ([{ expiry, settlement }, tally]) => ({ expiry, settlement, exposures: exposuresOf(tally) })),
    strikes: Array.from(layout.strikes, (strike) => ({ strike, tally: byStrike.get(strike) })).flatMap(({ strike, tally }) =>
      tally === undefined ? [] : [{ strike, exposures: exposuresOf(tally) }],
    ),
  };
};

const tallyOf = <K>(tallies: Map<K, ExposureTally>, key: K): ExposureTally => {
  const kept = tallies.get(key);
  if (kept !== undefined) return kept;
  const fresh = exposureTally();
  tallies.set(key, fresh);
  return fresh;
};

const percent = 0.01;
const volatilityPoint = 0.01;
const daysPerYear = 365;

/** In the order of `exposureKinds` and in the units of `exposureUnits`. */
const setExposures = (into: Float64Array, { term, strike, isCall, volatility, quantity }: HeldContract, spot: number): void => {
  const { years, rate, dividendYield } = term;
  const side = isCall ? 'call' : 'put';
  const greeks = blackScholesGreeks({ side, spot, strike, years, rate, dividendYield, volatility });
  const perPercent = quantity * spot * spot * percent;
  into[0] = greeks.gamma * perPercent;
  into[1] = greeks.delta * quantity * spot;
  into[2] = greeks.vanna * volatilityPoint * quantity * spot;
  into[3] = (greeks.charmPerYear / daysPerYear) * quantity * spot;
  into[4] = greeks.speed * spot * percent * perPercent;
  into[5] = greeks.zomma * volatilityPoint * perPercent;
};
