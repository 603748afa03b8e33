import { type ScannedContract, strikeDistance } from './scanned-contract.ts';

export const freshDistanceMax = 0.1;
/** Volume at this many times the open interest of the morning is new positions. */
export const freshRatioMin = 3;
/** Of a contract that nobody held, so much volume is worth a word. */
const newContractVolumeMin = 100;

export interface FreshOpenInterest {
  /** Volume over open interest; null without open interest, which is flagged and scores nothing. */
  readonly ratio: number | null;
  /** USD: volume × mark × 100. */
  readonly notional: number;
  /** Ratio × notional / 1000, a whole number; null as `ratio`. */
  readonly score: number | null;
}

/** Null for what is not fresh: too far from spot, ratio below 3, without a price or a known open interest. */
export const freshOpenInterest = (
  { strike, mark, volume, openInterest }: Pick<ScannedContract, 'strike' | 'mark' | 'volume' | 'openInterest'>,
  spot: number,
): FreshOpenInterest | null => {
  if (!(mark && volume) || openInterest === null || strikeDistance(strike, spot) > freshDistanceMax) return null;
  const notional = volume * mark * 100;
  if (openInterest === 0) return volume >= newContractVolumeMin ? { ratio: null, notional, score: null } : null;
  const ratio = volume / openInterest;
  return ratio >= freshRatioMin ? { ratio, notional, score: Math.round((ratio * notional) / 1000) } : null;
};
