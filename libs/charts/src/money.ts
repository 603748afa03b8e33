const scales = [
  { size: 1e12, suffix: 'T' },
  { size: 1e9, suffix: 'B' },
  { size: 1e6, suffix: 'M' },
  { size: 1e3, suffix: 'K' },
  { size: 1, suffix: '' },
] as const;

/** A no-break space: a number and its scale never part at the end of a line. */
const noBreakSpace = '\u00a0';
/** The true minus, as wide as the plus. */
const minusSign = '−';

export interface MoneyFormat {
  /** Digits that count, 2 unless told: `1.2 B`, `12 B`, `340 M` (whole numbers are never cut). */
  readonly significantDigits?: number;
  /** Without the space and for narrow places: `+1.2B`. */
  readonly narrow?: boolean;
  /** `false` leaves the plus away, for quantities that cannot be negative. */
  readonly plus?: boolean;
}

/**
 * USD as a person reads it: `+1.2 B`, `−340 M`, `0`. The currency and "per 1 % move" are said once, beside the chart; the sign always is.
 * Not a number gives `–`.
 */
export const formatUsd = (usd: number, { significantDigits = 2, narrow = false, plus = true }: MoneyFormat = {}): string => {
  if (!Number.isFinite(usd)) return '–';
  const magnitude = Math.abs(usd);
  const text = scaled(magnitude, significantDigits, narrow ? '' : noBreakSpace);
  if (text === '0') return '0';
  return `${usd < 0 ? minusSign : plus ? '+' : ''}${text}`;
};

/** The digits are rounded before the scale is chosen, so that 999.6 M becomes 1.0 B and never 1000 M. */
const scaled = (magnitude: number, significantDigits: number, space: string): string => {
  for (const [index, { size, suffix }] of scales.entries()) {
    const inScale = magnitude / size;
    const digits = decimals(inScale, significantDigits);
    const rounded = Number(inScale.toFixed(digits));
    if (rounded < 1 && index < scales.length - 1) continue;
    if (suffix === '') return String(Math.round(magnitude));
    return `${rounded.toFixed(decimals(rounded, significantDigits))}${space}${suffix}`;
  }
  return '0';
};

const decimals = (value: number, significantDigits: number): number => {
  const whole = value < 1 ? 1 : Math.floor(Math.log10(value)) + 1;
  return Math.max(0, significantDigits - whole);
};
