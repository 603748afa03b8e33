import { expect, test } from 'vitest';
import { marketSentiment, type SentimentRow, sentimentLabel } from './market-sentiment.ts';

const row = (symbol: string, skew25d: number | null, rest: Partial<SentimentRow> = {}): SentimentRow => ({
  symbol,
  skew25d,
  avgIv: 30,
  putCallOiRatio: 1,
  impliedMovePct: 4,
  ...rest,
});

test.each([
  [5.01, 'EXTREME_FEAR'],
  [5, 'ELEVATED_FEAR'],
  [3.01, 'ELEVATED_FEAR'],
  [3, 'NEUTRAL'],
  [-0.99, 'NEUTRAL'],
  [-1, 'BULLISH'],
  [-2.99, 'BULLISH'],
  [-3, 'EUPHORIA'],
] as const)('S-10: a mean skew of %d is %s', (skew, label) => {
  expect(sentimentLabel(skew)).toBe(label);
});

test('S-10: no data, or none with a skew, is UNKNOWN, never EUPHORIA', () => {
  expect(marketSentiment([])).toMatchObject({ stocksAnalyzed: 0, avgSkew: null, label: 'UNKNOWN' });
  expect(marketSentiment([row('SPY', null)])).toMatchObject({ stocksAnalyzed: 1, avgSkew: null, label: 'UNKNOWN', avgIv: 30 });
});

test('S-10: what stands at a bound is not beyond it', () => {
  const rows = [row('A', 6, { impliedMovePct: 5 }), row('B', -1), row('C', 6.01), row('D', -1.01, { impliedMovePct: 5.01 })];
  expect(marketSentiment(rows)).toMatchObject({ extremeFearCount: 1, extremeGreedCount: 1, highVolCount: 1 });
});

test('S-10: means over the rows that have the number, a missing wing does not dilute them', () => {
  const rows = [
    row('SPY', 7, { impliedMovePct: 5.01 }),
    row('SPY', 1, { impliedMovePct: 5, putCallOiRatio: null }),
    row('QQQ', -2, { avgIv: null }),
    row('IWM', null, { impliedMovePct: null, putCallOiRatio: 2 }),
  ];
  const sentiment = marketSentiment(rows);
  expect(sentiment).toMatchObject({
    stocksAnalyzed: 3,
    avgSkew: 2,
    avgIv: 30,
    extremeFearCount: 1,
    extremeGreedCount: 1,
    highVolCount: 1,
    label: 'NEUTRAL',
  });
  // Around 2: 5² + 1² + 4² = 42, over n − 1.
  expect(sentiment.skewVolatility).toBeCloseTo(Math.sqrt(21), 12);
  expect(sentiment.avgPutCallRatio).toBeCloseTo(4 / 3, 12);
  expect(sentiment.avgImpliedMove).toBeCloseTo(14.01 / 3, 12);
});
