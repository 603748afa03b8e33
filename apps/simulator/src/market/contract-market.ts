import type { OptionContract } from './option-contract.ts';
import { theoreticalValue, yearsLeft } from './option-value.ts';
import type { PricePath } from './price-path.ts';
import { quoteAround, type TwoSided } from './quote-grid.ts';
import { uniformOf } from './random.ts';
import { refreshSecond } from './refresh-pace.ts';
import { type MarketMoment, timeOfSecond } from './sessions.ts';
import type { SymbolProfile } from './symbol-profile.ts';
import { impliedVol } from './volatility-surface.ts';

/** A contract's market as last made anew at or before a moment. Prices in points. */
export interface MadeMarket {
  /** Second of the session at which it was made; everything else is of that second. */
  readonly second: number;
  readonly spot: number;
  readonly years: number;
  /** Fraction a year; null where it cannot be computed. */
  readonly iv: number | null;
  readonly value: number;
  readonly sides: TwoSided;
}

/** The second at which a contract's market was last made, at or before a moment. */
export const madeSecond = (path: PricePath, contract: OptionContract, moment: MarketMoment): number =>
  refreshSecond(contract, moment.second, (second) => path.spot({ ...moment, second }));

export const marketAt = (profile: SymbolProfile, path: PricePath, contract: OptionContract, moment: MarketMoment): MadeMarket => {
  const second = madeSecond(path, contract, moment);
  const made: MarketMoment = { ...moment, second };
  const at = timeOfSecond(moment.session, second);
  const spot = path.spot(made);
  const years = yearsLeft(contract, at);
  const iv = impliedVol(profile, path, contract, made, at);
  const value = theoreticalValue(contract, spot, years, iv);
  const intrinsic = Math.max(contract.side === 'call' ? spot - contract.strike : contract.strike - spot, 0);
  const lean = uniformOf(contract.id, moment.session.dayNumber, second);
  return { second, spot, years, iv, value, sides: quoteAround(profile.kind, value, intrinsic, lean) };
};

/** Middle of a two-sided market, in cents. */
export const middleOf = ({ bid, ask }: TwoSided): number => Math.round((bid + ask) * 50) / 100;
