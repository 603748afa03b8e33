/** Minutes below which the smile no longer narrows: the last quarter hour would otherwise make every strike a far wing. */
const yearsMin = 15 / 525_600;

const clamp = (value: number, low: number, high: number): number => Math.min(Math.max(value, low), high);

/** At-the-money volatility (fraction a year) of a time to expiry: short dates below the month, long dates above, a small lift on the last day. */
export const atTheMoneyVol = (monthVol: number, years: number): number => {
  const slope = 1 + 0.22 * (1 - Math.exp(-years / 0.4)) - 0.16 * Math.exp(-years / 0.05);
  const lastDay = 0.12 * Math.exp(-years / 0.002);
  return monthVol * (slope + lastDay);
};

/** Volatility of a strike relative to the money's: `slope` down and curvature over the distance in standard deviations. */
export const smileFactor = (strike: number, forward: number, atmVol: number, years: number, slope: number): number => {
  const deviations = clamp(Math.log(strike / forward) / (atmVol * Math.sqrt(Math.max(years, yearsMin))), -6, 6);
  return 1 - slope * deviations + 0.022 * deviations * deviations;
};

/** All volatilities rise when the market falls; `sensitivity` is the relative rise for each unit of log return down. */
export const levelFactor = (logReturn: number, sensitivity: number): number =>
  clamp(Math.exp(-sensitivity * logReturn), 0.5, 2.5);
