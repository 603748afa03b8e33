// Kept: to make one takes far longer than to use it.
const twoDecimals = new Intl.NumberFormat('en-US', { maximumFractionDigits: 2 });
const threeDigits = new Intl.NumberFormat('en-US', { maximumSignificantDigits: 3 });
const compact = new Intl.NumberFormat('en-US', { notation: 'compact', maximumSignificantDigits: 3 });

/** Points with thousands separators and two decimals at most: `5,612.5`. */
export const pointsText = (points: number): string => twoDecimals.format(points);

/** A fraction as percent: `0.21 %`. */
export const shareText = (fraction: number): string => `${threeDigits.format(fraction * 100)}\u00a0%`;

/** A score, a skew or a number of sigma: two digits behind the point at most. */
export const plainText = (value: number): string => twoDecimals.format(value).replace('-', '−');

/** USD with its sign: `+$1.2B`, `−$340M`. */
export const usdText = (usd: number): string => `${usd < 0 ? '−' : '+'}$${compact.format(Math.abs(usd))}`;

/** How long something took, in its two largest units: `45 s`, `12 m`, `1 h 5 m`. */
export const spanText = (ms: number): string => {
  const seconds = Math.round(ms / 1_000);
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes} m`;
  const [hours, rest] = [Math.floor(minutes / 60), minutes % 60];
  return rest === 0 ? `${hours} h` : `${hours} h ${rest} m`;
};
