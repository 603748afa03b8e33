/**
 * The strike at which the options of one expiry would be worth least at settlement, all holders together; the lowest of several, null
 * without open interest. A statistic of open interest, not a forecast. `strikes` ascending; `callOi` and `putOi` at each, × multiplier where
 * these differ.
 */
export const maxPain = (strikes: ArrayLike<number>, callOi: ArrayLike<number>, putOi: ArrayLike<number>): number | null => {
  let putsLeft = 0;
  let payout = 0;
  for (let i = 0; i < strikes.length; i++) {
    putsLeft += putOi[i]!;
    payout += putOi[i]! * (strikes[i]! - strikes[0]!);
  }
  let callsPassed = 0;
  let held = putsLeft > 0;
  let least = payout;
  let best = 0;
  for (let i = 0; i + 1 < strikes.length; i++) {
    // From one strike to the next, calls at or below pay a step more, puts above pay a step less.
    callsPassed += callOi[i]!;
    putsLeft -= putOi[i]!;
    held ||= callsPassed > 0;
    payout += (callsPassed - putsLeft) * (strikes[i + 1]! - strikes[i]!);
    if (payout < least) {
      least = payout;
      best = i + 1;
    }
  }
  held ||= strikes.length > 0 && callOi[strikes.length - 1]! > 0;
  return held ? strikes[best]! : null;
};
