export type OptionSide = 'call' | 'put';

/** A European option and its market. Prices in points of the underlying. */
export interface OptionTerms {
  readonly side: OptionSide;
  readonly spot: number;
  readonly strike: number;
  /** To settlement; see `yearFraction`. */
  readonly years: number;
  /** Continuously compounded, a year: 0.043 is 4.3 %. */
  readonly rate: number;
  /** Continuous, a year. */
  readonly dividendYield: number;
}

export interface PricedTerms extends OptionTerms {
  /** A fraction a year: 0.18 is 18 %. */
  readonly volatility: number;
}

/** ln(forward / strike), exact to a rounding of the result even when the two are a tick apart. */
export const logMoneyness = (forward: number, strike: number): number => {
  const excess = (forward - strike) / strike;
  return Math.abs(excess) < 0.5 ? Math.log1p(excess) : Math.log(forward / strike);
};

/** Throws RangeError naming the field: terms come checked from the edge, so a bad one is a programmer's mistake. */
export const assertTerms = ({ spot, strike, years, rate, dividendYield }: OptionTerms): void => {
  if (!(spot > 0 && Number.isFinite(spot))) throw new RangeError(`spot must be finite and positive, got ${spot}`);
  if (!(strike > 0 && Number.isFinite(strike))) throw new RangeError(`strike must be finite and positive, got ${strike}`);
  if (!(years >= 0 && Number.isFinite(years))) throw new RangeError(`years must be finite and not negative, got ${years}`);
  if (!Number.isFinite(rate)) throw new RangeError(`rate must be finite, got ${rate}`);
  if (!Number.isFinite(dividendYield)) throw new RangeError(`dividendYield must be finite, got ${dividendYield}`);
};
