import { describe, expect, test } from 'vitest';
import { blackScholesPrice } from './black-scholes.ts';
import { blackScholesGreeks } from './greeks.ts';
import { impliedVolatility } from './implied-volatility.ts';
import { quoteVolatility } from './quote-volatility.ts';

/**
 * Worst relative error of the round trip volatility → price → volatility, in roundings (2.2e-16) times what a rounding of the price is worth
 * where that is more. Strikes 0 to 8 deviations out of the money: 10 at most (measured: 8.5); Jäckel's method claims the same few.
 * Beyond, to 20 deviations, the price formula's own roundings show: 2281 measured at 3 % a minute before settlement, fewer elsewhere.
 */
describe('a price gives its volatility back to the last digits', () => {
  const maturities = [1 / 525_600, 1 / 365, 30 / 365, 1, 3];
  test.each([
    [0, 10],
    [0.001, 10],
    [1, 10],
    [2, 10],
    [4, 10],
    [8, 10],
    [20, 4000],
  ])('%d deviations out of the money: within %d roundings', (deviations, roundings) => {
    for (const years of maturities) {
      for (const volatility of [0.03, 0.1, 0.3, 1, 3]) {
        for (const side of ['call', 'put'] as const) {
          const away = (side === 'call' ? 1 : -1) * deviations * volatility * Math.sqrt(years);
          const terms = { side, spot: 6485.64, strike: 6485.64 * Math.exp(away), years, rate: 0, dividendYield: 0 };
          const price = blackScholesPrice({ ...terms, volatility });
          if (price < 1e-290) continue;
          const worth = Math.max(1, price / (blackScholesGreeks({ ...terms, volatility }).vega * volatility));
          const error = Math.abs(impliedVolatility({ ...terms, price })! / volatility - 1);
          expect(error, `${side}, ${years} years, ${volatility}`).toBeLessThanOrEqual(roundings * Number.EPSILON * worth);
        }
      }
    }
  });
});

describe('a quote says what its volatility is worth', () => {
  const terms = { side: 'call', spot: 100, strike: 105, years: 30 / 365, rate: 0.04, dividendYield: 0.01 } as const;
  const quote = (bid: number, ask: number, change = {}) => quoteVolatility({ ...terms, ...change, bid, ask });

  test('a narrow market is firm, its mid between bid and ask', () => {
    const { volatility, bidVolatility, askVolatility, quality } = quote(0.7, 0.74);
    expect(quality).toBe('firm');
    expect(bidVolatility).toBeLessThan(volatility!);
    expect(volatility).toBeLessThan(askVolatility!);
    expect(volatility).toBe(impliedVolatility({ ...terms, price: 0.72 }));
  });

  test('a wide market is solved and says so', () => {
    const { volatility, quality } = quote(0.1, 2);
    expect([quality, volatility]).toEqual(['wide', impliedVolatility({ ...terms, price: 1.05 })]);
  });

  test('deep in the money the bid is below intrinsic value: wide, however narrow the spread', () => {
    const { quality, volatility, bidVolatility } = quote(14.9, 15.9, { strike: 85 });
    expect([quality, bidVolatility]).toEqual(['wide', null]);
    expect(volatility).toBeGreaterThan(0);
  });

  test.each([
    ['no bid', 0, 0.05, 'one-sided'],
    ['bid at ask', 0.7, 0.7, 'crossed'],
    ['bid above ask', 0.8, 0.7, 'crossed'],
    ['a mid above the upper bound', 90, 120, 'no-time-value'],
  ])('%s has no volatility', (_what, bid, ask, quality) => {
    expect(quote(bid, ask)).toMatchObject({ volatility: null, quality });
  });
});
