import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { blackScholesPrice } from './black-scholes.ts';
import { blackScholesGreeks, type Greeks } from './greeks.ts';
import { limitingGreeks } from './limiting-greeks.ts';
import type { PricedTerms } from './option-terms.ts';

const double = (min: number, max: number): fc.Arbitrary<number> => fc.double({ min, max, noNaN: true });

/** Where a difference quotient keeps enough digits: within two deviations, a week and more. */
const tame: fc.Arbitrary<PricedTerms> = fc
  .record({
    side: fc.constantFrom('call', 'put'),
    spot: double(50, 5000),
    years: double(0.02, 2),
    rate: double(-0.02, 0.12),
    dividendYield: double(-0.02, 0.12),
    volatility: double(0.1, 1),
    deviations: double(-2, 2),
  })
  .map(({ deviations, ...terms }) => ({
    ...terms,
    strike: terms.spot * Math.exp(deviations * terms.volatility * Math.sqrt(terms.years)),
  }));

/** Central difference of five points: its error is of the fourth power of the step. */
const slope = (at: (step: number) => number, step: number): number =>
  (8 * (at(step) - at(-step)) - (at(2 * step) - at(-2 * step))) / (12 * step);

const greeksAt = (terms: PricedTerms, change: Partial<PricedTerms>): Greeks => blackScholesGreeks({ ...terms, ...change });

describe('each greek is the slope of the one below it', () => {
  type Slope = (terms: PricedTerms, step: number) => readonly [number, Greeks];
  const bySpot =
    (of: (greeks: Greeks) => number): Slope =>
    (terms, step) => [slope((h) => of(greeksAt(terms, { spot: terms.spot + h })), step * terms.spot), blackScholesGreeks(terms)];
  const byVolatility =
    (of: (greeks: Greeks) => number): Slope =>
    (terms, step) => [
      slope((h) => of(greeksAt(terms, { volatility: terms.volatility + h })), step * terms.volatility),
      blackScholesGreeks(terms),
    ];
  const byTime =
    (of: (greeks: Greeks) => number): Slope =>
    (terms, step) => [
      -slope((h) => of(greeksAt(terms, { years: terms.years + h })), step * terms.years),
      blackScholesGreeks(terms),
    ];
  const scale = (terms: PricedTerms): Greeks => {
    const { spot, years, volatility } = terms;
    const { gamma, vega } = blackScholesGreeks(terms);
    const width = volatility * Math.sqrt(years);
    return {
      delta: 1,
      gamma,
      vega,
      thetaPerYear: (spot * width) / years,
      rho: spot * years,
      vanna: 1 / volatility,
      charmPerYear: 1 / years,
      vomma: vega / volatility,
      speed: gamma / (spot * width),
      zomma: gamma / volatility,
      colorPerYear: gamma / years,
    };
  };

  test.each<readonly [keyof Greeks, Slope]>([
    ['gamma', bySpot(({ delta }) => delta)],
    ['speed', bySpot(({ gamma }) => gamma)],
    ['vanna', bySpot(({ vega }) => vega)],
    ['vanna', byVolatility(({ delta }) => delta)],
    ['vomma', byVolatility(({ vega }) => vega)],
    ['zomma', byVolatility(({ gamma }) => gamma)],
    ['charmPerYear', byTime(({ delta }) => delta)],
    ['colorPerYear', byTime(({ gamma }) => gamma)],
  ])('%s', (greek, slopeOf) => {
    fc.assert(
      fc.property(tame, (terms) => {
        const width = terms.volatility * Math.sqrt(terms.years);
        const [numeric, analytic] = slopeOf(terms, 2e-3 * Math.min(1, width));
        expect(Math.abs(numeric - analytic[greek])).toBeLessThanOrEqual(1e-6 * (scale(terms)[greek] + Math.abs(analytic[greek])));
      }),
    );
  });
});

test('a call on S struck at K is a put on K struck at S, rate and yield exchanged; delta and strike sensitivity follow', () => {
  fc.assert(
    fc.property(tame, (terms) => {
      const { spot, strike, rate, dividendYield } = terms;
      const call = blackScholesPrice({ ...terms, side: 'call' });
      const mirrored = { ...terms, side: 'put', spot: strike, strike: spot, rate: dividendYield, dividendYield: rate } as const;
      expect(Math.abs(blackScholesPrice(mirrored) - call)).toBeLessThanOrEqual(1e-13 * Math.max(spot, strike));
      const vegas = [blackScholesGreeks({ ...terms, side: 'call' }).vega, blackScholesGreeks(mirrored).vega];
      expect(vegas[0]! / vegas[1]!).toBeCloseTo(1, 11);
      // Homogeneous of degree one: price = spot × ∂/∂spot + strike × ∂/∂strike, the latter being the mirrored delta.
      const euler = spot * blackScholesGreeks({ ...terms, side: 'call' }).delta + strike * blackScholesGreeks(mirrored).delta;
      expect(Math.abs(euler - call)).toBeLessThanOrEqual(1e-13 * Math.max(spot, strike));
    }),
  );
});

/** What the terminal lets through, and more than any file holds: see the schema of `gex greeks`. */
const anyTerms: fc.Arbitrary<PricedTerms> = fc.record({
  side: fc.constantFrom('call', 'put'),
  spot: fc.oneof(double(1e-6, 1e9), fc.constantFrom(1e-6, 100, 1e9)),
  strike: fc.oneof(double(1e-6, 1e9), fc.constantFrom(1e-6, 100, 1e9)),
  years: fc.oneof(double(1e-9, 100), fc.constantFrom(1e-9, 100)),
  rate: double(-1, 1),
  dividendYield: double(-1, 1),
  volatility: fc.oneof(double(1e-6, 100), fc.constantFrom(1e-6, 100)),
});

test('no input that the edge lets through gives NaN or Infinity', () => {
  fc.assert(
    fc.property(anyTerms, (terms) => {
      expect(Number.isFinite(blackScholesPrice(terms))).toBe(true);
      expect(Object.entries(blackScholesGreeks(terms)).filter(([, value]) => !Number.isFinite(value))).toEqual([]);
      const limit = limitingGreeks({ ...terms, volatility: 0 });
      if (limit !== null) expect(Object.values(limit).every(Number.isFinite)).toBe(true);
    }),
    { numRuns: 5000 },
  );
});

test('without time or volatility the greeks are those of the discounted intrinsic value, and none at its kink', () => {
  const terms = { side: 'call', spot: 100, strike: 90, years: 0, rate: 0.05, dividendYield: 0.02, volatility: 0.2 } as const;
  expect(limitingGreeks(terms)).toMatchObject({ delta: 1, gamma: 0, vega: 0, thetaPerYear: 100 * 0.02 - 90 * 0.05, rho: 0 });
  expect(limitingGreeks({ ...terms, side: 'put' })).toMatchObject({ delta: 0, thetaPerYear: 0, charmPerYear: 0 });
  expect(limitingGreeks({ ...terms, strike: 100 })).toBeNull();
  const still = { ...terms, years: 0.5, volatility: 1e-6 };
  for (const [greek, value] of Object.entries(limitingGreeks({ ...still, volatility: 0 })!))
    expect(blackScholesGreeks(still)[greek as keyof Greeks]).toBeCloseTo(value, 12);
});
