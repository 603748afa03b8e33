import type { EpochMs } from '@gexstream/domain';
import type { OptionContract } from './option-contract.ts';
import { marketRate, marketYield, yearsLeft } from './option-value.ts';
import type { PricePath } from './price-path.ts';
import { fnv1a, uniformOf } from './random.ts';
import type { MarketMoment } from './sessions.ts';
import { atTheMoneyVol, levelFactor, smileFactor } from './smile.ts';
import type { SymbolProfile } from './symbol-profile.ts';

/** Relative rise of volatility for a unit of log return down: more where the smile travels with the spot than where it sticks to strikes. */
const floatingSensitivity = 4;
const stickySensitivity = 1.5;

const hourMs = 3_600_000;
/** How far demand for one side or the other moves the slope of the smile, both ways. */
const slopeReach = 0.02;

/** Slope of an underlying's smile at a moment: straight between draws an hour apart. */
const smileSlopeAt = ({ symbol, smileSlope }: SymbolProfile, atMs: number): number => {
  const label = fnv1a(`smile/${symbol}`);
  const hour = Math.floor(atMs / hourMs);
  const [from, to] = [uniformOf(label, hour), uniformOf(label, hour + 1)];
  return smileSlope + slopeReach * (2 * (from + (to - from) * (atMs / hourMs - hour)) - 1);
};

/**
 * Implied volatility of a contract, a fraction a year; null where a real chain has none. Real chains keep each strike's volatility
 * but for a common level; generated ones have a smile around the forward.
 */
export const impliedVol = (
  profile: SymbolProfile,
  path: PricePath,
  contract: OptionContract,
  moment: MarketMoment,
  at: EpochMs | number,
): number | null => {
  const deviation = path.deviation(moment);
  if (contract.listed !== null) {
    const listed = contract.listed.iv;
    return listed === null || listed <= 0 ? null : listed * levelFactor(deviation, stickySensitivity);
  }
  const years = yearsLeft(contract, at);
  const money = atTheMoneyVol(profile.monthVol, years) * levelFactor(deviation, floatingSensitivity);
  const forward = path.spot(moment) * Math.exp((marketRate - marketYield) * years);
  const own = 1 + 0.006 * (uniformOf(contract.id, 5) - 0.5);
  return money * smileFactor(contract.strike, forward, money, years, smileSlopeAt(profile, at)) * own;
};
