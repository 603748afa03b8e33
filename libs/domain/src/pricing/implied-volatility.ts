import { normalisedBlack, normalisedComplement, normalisedVega } from './normalised-black.ts';
import { assertTerms, logMoneyness, type OptionTerms } from './option-terms.ts';

export interface QuotedTerms extends OptionTerms {
  /** In points, as quoted (discounted). */
  readonly price: number;
}

const iterationsMax = 64;

/**
 * The Black–Scholes–Merton volatility (a fraction a year) at which the option is worth `price`, or null when there is none: a price at
 * or outside the no-arbitrage bounds, no time left, or a time value lost in the rounding of the price. Never NaN.
 * Works on the out-of-the-money time value in forward terms, so an in-the-money price is as good as its digits allow.
 */
export const impliedVolatility = (quote: QuotedTerms): number | null => {
  assertTerms(quote);
  const { price, side, spot, strike, years, rate, dividendYield } = quote;
  if (!(price > 0 && Number.isFinite(price) && years > 0)) return null;
  const forward = spot * Math.exp((rate - dividendYield) * years);
  const undiscounted = price * Math.exp(rate * years);
  const intrinsic = Math.max(side === 'call' ? forward - strike : strike - forward, 0);
  const timeValue = undiscounted - intrinsic;
  const noise = intrinsic > 0 ? 4 * Number.EPSILON * Math.max(forward, strike) : 0;
  if (!(timeValue > noise) || undiscounted >= (side === 'call' ? forward : strike)) return null;

  const value = timeValue / (Math.sqrt(forward) * Math.sqrt(strike));
  const x = -Math.abs(logMoneyness(forward, strike));
  const bound = Math.exp(0.5 * x);
  if (!(value > 1e-300) || !(value < bound)) return null;
  const deviation = solveDeviation(x, value, bound);
  const volatility = deviation / Math.sqrt(years);
  return volatility > 0 && Number.isFinite(volatility) ? volatility : null;
};

/** s = σ√T with `normalisedBlack(x, s) = value`. The value's inflection point s = √(2|x|) parts the wings from the middle. */
const solveDeviation = (x: number, value: number, bound: number): number => {
  const inflection = Math.sqrt(-2 * x);
  if (x < 0 && value < normalisedBlack(x, inflection)) return solveWing(x, value, inflection);
  if (value > 0.7 * bound) return solveNearBound(x, bound - value, inflection);
  return solveMiddle(x, value, inflection);
};

/** Below the inflection ln value is almost linear in 1/s², so Newton there needs three or four steps however small the value. */
const solveWing = (x: number, value: number, inflection: number): number => {
  const target = Math.log(value);
  let guess = inflection;
  for (let i = 0; i < 2; i++) {
    const exponent = Math.log(guess ** 3 / (x * x * 2.5066282746310002)) - target;
    if (exponent > 0) guess = Math.min(-x / Math.sqrt(2 * exponent), inflection);
  }
  return bracketedNewton(0, inflection, guess, (s) => {
    const current = normalisedBlack(x, s);
    // Too small a guess: the value underflows, the root lies above.
    if (!(current > 0)) return { excess: -1, next: Number.NaN };
    const excess = Math.log(current) - target;
    const inverseSquare = 1 / (s * s) + (2 * excess * current) / (normalisedVega(x, s) * s ** 3);
    return { excess, next: 1 / Math.sqrt(inverseSquare) };
  });
};

/** Above the inflection the value is concave in s: Newton from the left runs up to the root without overshooting. */
const solveMiddle = (x: number, value: number, inflection: number): number =>
  bracketedNewton(inflection, 100 + 2 * inflection, Math.max(inflection, 2.5066282746310002 * value), (s) => {
    const excess = normalisedBlack(x, s) - value;
    return { excess, next: s - excess / normalisedVega(x, s) };
  });

/** Near the upper bound what is left decays like exp(−s²/8): Newton on its logarithm. */
const solveNearBound = (x: number, left: number, inflection: number): number => {
  const target = Math.log(left);
  return bracketedNewton(inflection, 100 + 2 * inflection, inflection + 2, (s) => {
    const complement = normalisedComplement(x, s);
    if (!(complement > 0)) return { excess: 1, next: Number.NaN };
    const excess = target - Math.log(complement);
    return { excess, next: s - (excess * complement) / normalisedVega(x, s) };
  });
};

interface NewtonStep {
  /** Sign of (value at s − target): positive means that s is too large. */
  readonly excess: number;
  /** Newton's next s; anything outside the bracket, or NaN, is replaced by bisection. */
  readonly next: number;
}

const bracketedNewton = (low: number, high: number, start: number, step: (s: number) => NewtonStep): number => {
  let s = start;
  for (let i = 0; i < iterationsMax; i++) {
    const { excess, next } = step(s);
    if (excess === 0) return s;
    if (excess > 0) high = s;
    else low = s;
    const proposed = next > low && next < high ? next : 0.5 * (low + high);
    if (Math.abs(proposed - s) <= 2 * Number.EPSILON * s) return proposed;
    s = proposed;
  }
  return s;
};
