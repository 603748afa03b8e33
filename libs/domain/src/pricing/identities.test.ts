import fc from 'fast-check';
import { expect, test } from 'vitest';
import { blackScholesPrice } from './black-scholes.ts';
import { blackScholesGreeks } from './greeks.ts';
import { impliedVolatility } from './implied-volatility.ts';
import { normalCdf, normalPdf } from './normal.ts';
import { normalisedBlack } from './normalised-black.ts';
import type { PricedTerms } from './option-terms.ts';

const double = (min: number, max: number): fc.Arbitrary<number> => fc.double({ min, max, noNaN: true });

/** Options a listed market holds: from a minute to three years, within some deviations of spot. */
const options: fc.Arbitrary<PricedTerms> = fc
  .record({
    side: fc.constantFrom('call', 'put'),
    spot: double(1, 30_000),
    years: double(1 / 525_600, 3),
    rate: double(-0.02, 0.12),
    dividendYield: double(-0.02, 0.12),
    volatility: double(0.03, 2),
    deviations: double(-4, 4),
  })
  .map(({ deviations, ...option }) => ({
    ...option,
    strike: option.spot * Math.exp(deviations * option.volatility * Math.sqrt(option.years)),
  }));

const other = (option: PricedTerms): PricedTerms => ({ ...option, side: option.side === 'call' ? 'put' : 'call' });

test('call − put = discounted forward − discounted strike', () => {
  fc.assert(
    fc.property(options, (option) => {
      const call = blackScholesPrice({ ...option, side: 'call' });
      const put = blackScholesPrice({ ...option, side: 'put' });
      const { spot, strike, years, rate, dividendYield } = option;
      const parity = spot * Math.exp(-dividendYield * years) - strike * Math.exp(-rate * years);
      expect(Math.abs(call - put - parity)).toBeLessThan(2e-15 * Math.max(spot, strike, call, put));
    }),
  );
});

test('gamma, vega, vanna and vomma are the same on both sides; delta and charm differ by the discount', () => {
  fc.assert(
    fc.property(options, (option) => {
      const call = blackScholesGreeks({ ...option, side: 'call' });
      const put = blackScholesGreeks({ ...option, side: 'put' });
      expect([call.gamma, call.vega, call.vanna, call.vomma]).toEqual([put.gamma, put.vega, put.vanna, put.vomma]);
      const discount = Math.exp(-option.dividendYield * option.years);
      expect(Math.abs(call.delta - put.delta - discount)).toBeLessThan(1e-15 * 4);
      const charmGap = call.charmPerYear - put.charmPerYear - option.dividendYield * discount;
      expect(Math.abs(charmGap)).toBeLessThan(1e-14 * Math.max(1, Math.abs(call.charmPerYear)));
    }),
  );
});

test('price and greeks solve the Black–Scholes equation', () => {
  fc.assert(
    fc.property(options, (option) => {
      const { spot, rate, dividendYield, volatility } = option;
      const { thetaPerYear, delta, gamma } = blackScholesGreeks(option);
      const drift = (rate - dividendYield) * spot * delta;
      const diffusion = 0.5 * volatility * volatility * spot * spot * gamma;
      const residual = thetaPerYear + drift + diffusion - rate * blackScholesPrice(option);
      const scale = Math.abs(thetaPerYear) + Math.abs(drift) + diffusion + spot;
      expect(Math.abs(residual)).toBeLessThan(1e-13 * scale);
    }),
  );
});

test('vega = σ T S² Γ', () => {
  fc.assert(
    fc.property(options, (option) => {
      const { vega, gamma } = blackScholesGreeks(option);
      const fromGamma = option.volatility * option.years * option.spot ** 2 * gamma;
      expect(Math.abs(vega - fromGamma)).toBeLessThanOrEqual(1e-14 * vega);
    }),
  );
});

test('the normalised formula equals the textbook difference of areas wherever that one keeps its digits', () => {
  fc.assert(
    fc.property(double(-1.5, 0), double(0.3, 3), (x, s) => {
      const textbook = Math.exp(x / 2) * normalCdf(x / s + s / 2) - Math.exp(-x / 2) * normalCdf(x / s - s / 2);
      expect(Math.abs(normalisedBlack(x, s) - textbook)).toBeLessThan(1e-15);
    }),
  );
});

test('the two ranges of the normalised formula meet without a step', () => {
  for (const h of [-14.9, -8, -3, -1, -0.1]) {
    const [below, above] = [0.4 * (1 - 1e-12), 0.4 * (1 + 1e-12)];
    const [left, right] = [normalisedBlack(h * below, below), normalisedBlack(h * above, above)];
    expect(Math.abs(right / left - 1)).toBeLessThan(1e-11);
  }
});

test('a price gives its volatility back wherever the price depends on it', () => {
  fc.assert(
    fc.property(options, (option) => {
      const price = blackScholesPrice(option);
      const iv = impliedVolatility({ ...option, price });
      // A price's last digit moves the answer by this much; below, no solver can do better.
      const digit = (4 * Number.EPSILON * Math.max(price, option.spot, option.strike)) / blackScholesGreeks(option).vega;
      fc.pre(digit < 1e-6);
      expect(iv).not.toBeNull();
      expect(Math.abs(iv! - option.volatility)).toBeLessThan(1e-13 * option.volatility + 4 * digit);
    }),
    { numRuns: 2000 },
  );
});

test('an implied volatility reprices an out-of-the-money price within 1e-12 of itself', () => {
  fc.assert(
    fc.property(options, (option) => {
      const forward = option.spot * Math.exp((option.rate - option.dividendYield) * option.years);
      const outside = forward > option.strike === (option.side === 'put') ? option : other(option);
      const price = blackScholesPrice(outside);
      fc.pre(price > 1e-250);
      const volatility = impliedVolatility({ ...outside, price })!;
      expect(Math.abs(blackScholesPrice({ ...outside, volatility }) / price - 1)).toBeLessThan(1e-12);
    }),
    { numRuns: 2000 },
  );
});

test('at or outside its bounds a price has no volatility, and no input gives NaN', () => {
  const option = { side: 'call', spot: 100, strike: 90, years: 0.5, rate: 0, dividendYield: 0 } as const;
  for (const price of [10, 9, 0, -1, 100, 101, Number.NaN, Infinity]) expect(impliedVolatility({ ...option, price })).toBeNull();
  expect(impliedVolatility({ ...option, price: 10 + 1e-9 })).toBeGreaterThan(0);
  expect(impliedVolatility({ ...option, years: 0, price: 12 })).toBeNull();
  const prices = fc.oneof(fc.double(), double(0, 120), fc.constantFrom(5e-324, 1e-300, 99.99999999999999));
  fc.assert(
    fc.property(prices, double(1, 1000), double(0, 3), fc.constantFrom('call', 'put'), (price, strike, years, side) => {
      const iv = impliedVolatility({ ...option, side, price, strike, years });
      expect(iv === null || (iv > 0 && iv < Infinity)).toBe(true);
    }),
    { numRuns: 2000 },
  );
});

test('terms that cannot be are refused by name', () => {
  const option = { side: 'call', spot: 100, strike: 90, years: 0.5, rate: 0, dividendYield: 0, volatility: 0.2 } as const;
  expect(() => blackScholesPrice({ ...option, spot: 0 })).toThrow(/spot/);
  expect(() => blackScholesPrice({ ...option, strike: Number.NaN })).toThrow(/strike/);
  expect(() => blackScholesPrice({ ...option, years: -1 })).toThrow(/years/);
  expect(() => blackScholesGreeks({ ...option, years: 0 })).toThrow(/years/);
  expect(() => blackScholesGreeks({ ...option, volatility: 0 })).toThrow(/volatility/);
});

test('at settlement the price is the intrinsic value', () => {
  const option = { spot: 100, strike: 90, years: 0, rate: 0.05, dividendYield: 0.01, volatility: 0.2 } as const;
  expect(blackScholesPrice({ ...option, side: 'call' })).toBe(10);
  expect(blackScholesPrice({ ...option, side: 'put' })).toBe(0);
});

test('the density integrates to the distribution', () => {
  let area = normalCdf(-3);
  const step = 1e-3;
  for (let i = 0; i < 5000; i++) area += step * normalPdf(-3 + (i + 0.5) * step);
  expect(Math.abs(area - normalCdf(2))).toBeLessThan(1e-7);
});
