import { normalCdf, normalPdf } from './normal.ts';
import { assertTerms, logMoneyness, type PricedTerms } from './option-terms.ts';

/** Black–Scholes–Merton greeks in native units. Time greeks are per year of calendar time as the clock advances: ∂/∂t = −∂/∂T. */
export interface Greeks {
  /** ∂V/∂S, shares. */
  readonly delta: number;
  /** ∂²V/∂S², shares per point. */
  readonly gamma: number;
  /** ∂V/∂σ, points per 1.00 of volatility. */
  readonly vega: number;
  /** ∂V/∂t, points a year. */
  readonly thetaPerYear: number;
  /** ∂V/∂r, points per 1.00 of rate. */
  readonly rho: number;
  /** ∂Δ/∂σ, shares per 1.00 of volatility. */
  readonly vanna: number;
  /** ∂Δ/∂t, shares a year. */
  readonly charmPerYear: number;
  /** ∂vega/∂σ, points per 1.00² of volatility. */
  readonly vomma: number;
  /** ∂Γ/∂S, shares per point². */
  readonly speed: number;
  /** ∂Γ/∂σ, per 1.00 of volatility. */
  readonly zomma: number;
  /** ∂Γ/∂t, a year. */
  readonly colorPerYear: number;
}

/** Needs time and volatility above zero (throws RangeError): at settlement a contract leaves the book, it has no greeks. */
export const blackScholesGreeks = (terms: PricedTerms): Greeks => {
  const { w, root, deviation, d1, density, spotLeg, gamma } = spotGreeks(terms);
  const { spot, strike, years, rate, dividendYield, volatility } = terms;
  const carry = rate - dividendYield;
  const d2 = d1 - deviation;
  const strikeLeg = strike * Math.exp(-rate * years) * normalCdf(w * d2);
  const vega = spot * density * root;
  // How far d1 drifts as the clock advances, times 2T: shared by charm and color.
  const drift = (2 * carry * years - d2 * deviation) / deviation;
  return {
    delta: w * spotLeg,
    gamma,
    vega,
    thetaPerYear: (-spot * density * volatility) / (2 * root) - w * rate * strikeLeg + w * dividendYield * spot * spotLeg,
    rho: w * years * strikeLeg,
    vanna: (-density * d2) / volatility,
    charmPerYear: w * dividendYield * spotLeg - (density * drift) / (2 * years),
    vomma: (vega * d1 * d2) / volatility,
    speed: (-gamma / spot) * (1 + d1 / deviation),
    zomma: (gamma * (d1 * d2 - 1)) / volatility,
    colorPerYear: (gamma / (2 * years)) * (2 * dividendYield * years + 1 + d1 * drift),
  };
};

/** The two alone, to the same bit, in half the time. */
export const deltaAndGamma = (terms: PricedTerms): Pick<Greeks, 'delta' | 'gamma'> => {
  const { w, spotLeg, gamma } = spotGreeks(terms);
  return { delta: w * spotLeg, gamma };
};

const spotGreeks = (terms: PricedTerms) => {
  assertTerms(terms);
  const { side, spot, strike, years, rate, dividendYield, volatility } = terms;
  if (!(years > 0)) throw new RangeError(`years must be positive for greeks, got ${years}`);
  if (!(volatility > 0 && Number.isFinite(volatility)))
    throw new RangeError(`volatility must be finite and positive for greeks, got ${volatility}`);

  const w = side === 'call' ? 1 : -1;
  const root = Math.sqrt(years);
  const deviation = volatility * root;
  const carry = rate - dividendYield;
  const d1 = (logMoneyness(spot, strike) + (carry + 0.5 * volatility * volatility) * years) / deviation;
  const spotDiscount = Math.exp(-dividendYield * years);
  const density = spotDiscount * normalPdf(d1);
  const spotLeg = spotDiscount * normalCdf(w * d1);
  return { w, root, deviation, d1, density, spotLeg, gamma: density / (spot * deviation) };
};
