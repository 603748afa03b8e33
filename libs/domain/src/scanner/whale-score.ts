import { type ScannedContract, strikeDistance } from './scanned-contract.ts';

/** Further from spot than this a contract has no whale score. */
export const whaleDistanceMax = 0.05;
/** From here on a contract counts as whale flow. */
export const whaleScoreMin = 50;

export interface WhaleScore {
  /** |delta| × spot / mark. */
  readonly leverageRatio: number;
  /** Volatility-adjusted leverage ratio: leverage × IV. */
  readonly valr: number;
  readonly volumeToOpenInterest: number;
  /** Premium traded in the contract over USD traded in the underlying. */
  readonly dollarRatio: number;
  /** VALR × volume / OI × dollar ratio × 1000; `score` is it as a whole number. */
  readonly value: number;
  readonly score: number;
}

/**
 * The VALR whale score. Mark and spot cancel in it: value = 100 000 × |delta| × IV × volume² / (OI × underlying volume). Null where a part is
 * unknown or zero, and without open interest: against none every trade would look like a whale. `underlyingVolume`: shares traded today.
 */
export const whaleScore = (
  {
    strike,
    delta,
    mark,
    iv,
    volume,
    openInterest,
  }: Pick<ScannedContract, 'strike' | 'delta' | 'mark' | 'iv' | 'volume' | 'openInterest'>,
  spot: number,
  underlyingVolume: number,
): WhaleScore | null => {
  if (!(delta && mark && iv && volume && openInterest && underlyingVolume > 0)) return null;
  if (strikeDistance(strike, spot) > whaleDistanceMax) return null;
  const leverageRatio = (Math.abs(delta) * spot) / mark;
  const valr = leverageRatio * iv;
  const volumeToOpenInterest = volume / openInterest;
  const dollarRatio = (volume * mark * 100) / (spot * underlyingVolume);
  const value = valr * volumeToOpenInterest * dollarRatio * 1000;
  // A half that came out a rounding below itself is a half.
  return { leverageRatio, valr, volumeToOpenInterest, dollarRatio, value, score: Math.round(value * (1 + 1e-12)) };
};
