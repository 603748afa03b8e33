import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { blackScholesGreeks, blackScholesPrice, type PricedTerms } from '@gexstream/domain';
import { expect, test } from 'vitest';

interface Case {
  readonly terms: PricedTerms;
  /** By the names in the table's header. */
  readonly expected: Readonly<Record<string, number>>;
}

const readTable = (): readonly Case[] => {
  const text = gunzipSync(readFileSync(join(import.meta.dirname, 'options.csv.gz'))).toString();
  const [, titles, ...lines] = text.trimEnd().split('\n');
  const names = titles!.split(',');
  return lines.map((line) => {
    const cells = line.split(',');
    const { spot, strike, years, rate, dividend_yield, volatility, ...expected } = Object.fromEntries(
      names.slice(1).map((name, i) => [name, Number(cells[i + 1])]),
    ) as Record<string, number>;
    const side = cells[0] === 'c' ? 'call' : 'put';
    return {
      terms: { side, spot, strike, years, rate, dividendYield: dividend_yield, volatility } as PricedTerms,
      expected,
    };
  });
};

const priced = (terms: PricedTerms): Readonly<Record<string, number>> => {
  const { thetaPerYear, charmPerYear, colorPerYear, ...greeks } = blackScholesGreeks(terms);
  return { price: blackScholesPrice(terms), ...greeks, theta: thetaPerYear, charm: charmPerYear, color: colorPerYear };
};

/**
 * What QuantLib's own numbers are worth. It takes differences of two areas, so price, delta, theta and rho of a far option have the absolute
 * error of a rounding of what was subtracted; and its d1 and d2 have a rounding of the forward over σ√T, which shows in vanna and vomma where
 * these cross zero.
 */
const quantlibRounding = (terms: PricedTerms, { vega }: Case['expected']): Readonly<Record<string, number>> => {
  const { spot, strike, years, rate, dividendYield, volatility } = terms;
  const rounding = Number.EPSILON;
  const width = volatility * Math.sqrt(years);
  const d1 = (Math.log(spot / strike) + (rate - dividendYield) * years) / width + width / 2;
  return {
    price: rounding * (spot + strike),
    delta: rounding,
    theta: (rounding * (spot + strike)) / years,
    rho: rounding * strike * years,
    vanna: ((vega! / (spot * width)) * rounding) / width,
    vomma: ((vega! / volatility) * (2 * Math.abs(d1) + width) * rounding) / width,
  };
};

const cases = readTable();
/** The first cases are mpmath's alone; see generate.py. */
const exact = 500;

test('every greek equals the derivative of the price at 60 digits within 1e-11 of itself: 500 random options', () => {
  for (const { terms, expected } of cases.slice(0, exact)) {
    const actual = priced(terms);
    for (const [name, value] of Object.entries(expected))
      expect(Math.abs(actual[name]! - value), `${name} of ${JSON.stringify(terms)}`).toBeLessThanOrEqual(1e-11 * Math.abs(value));
  }
});

test('price and every greek equal QuantLib within 1e-10 of themselves: 10 000 random options', () => {
  expect(cases.length - exact).toBe(10_000);
  for (const { terms, expected } of cases.slice(exact)) {
    const actual = priced(terms);
    const rounding = quantlibRounding(terms, expected);
    for (const [name, value] of Object.entries(expected)) {
      const tolerance = 1e-10 * Math.abs(value) + (rounding[name] ?? 0);
      // An assertion each would take most of a minute.
      if (!(Math.abs(actual[name]! - value) <= tolerance))
        expect.fail(`${name} of ${JSON.stringify(terms)} is ${actual[name]}, QuantLib has ${value}`);
    }
  }
});
