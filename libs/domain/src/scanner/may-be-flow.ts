import { freshRatioMin } from './fresh-open-interest.ts';
import { premiumFlowMin } from './premium-flow.ts';
import { whaleScoreMin } from './whale-score.ts';

/**
 * A sieve over contracts by what is known before their greeks, which cost more than all else of them: lets through whatever is whale flow, fresh
 * open interest or premium flow, and little more. `deltaMax`: no |delta| among them is larger; `underlyingVolume` as in `whaleScore`. Of a
 * contract NaN is what nobody has said, and a mark of 0 none.
 */
export const mayBeFlow = (
  deltaMax: number,
  underlyingVolume: number,
): ((mark: number, volume: number, openInterest: number, iv: number) => boolean) => {
  const whaleFactor = underlyingVolume > 0 ? (100_000 * deltaMax) / underlyingVolume : 0;
  // A score is rounded, and what is computed another way differs in the last digits.
  const whaleMin = whaleScoreMin - 1;
  return (mark, volume, openInterest, iv) =>
    volume * mark * 100 >= premiumFlowMin ||
    volume / openInterest >= freshRatioMin ||
    (whaleFactor * iv * volume * volume) / openInterest >= whaleMin;
};
