import { expect, test } from 'vitest';
import type { RecommendationBody } from '../../contract/regime.ts';
import { condorText } from './condor-text.ts';

const condor: NonNullable<RecommendationBody['condor']> = {
  legs: [
    { action: 'buy', side: 'put', strike: 5920, bid: 0.3, ask: 0.4, delta: -0.03 },
    { action: 'sell', side: 'put', strike: 5950, bid: 1, ask: 1.2, delta: -0.1 },
    { action: 'sell', side: 'call', strike: 6050, bid: 0.9, ask: 1.1, delta: 0.1 },
    { action: 'buy', side: 'call', strike: 6080, bid: 0.2, ask: 0.3, delta: 0.03 },
  ],
  credit_mid: 1.5,
  credit_at_market: 1.2,
  max_loss: 28.5,
  break_even: { low: 5948.5, high: 6051.5 },
};
const legs = 'Iron condor of today: buy 5,920 put, sell 5,950 put, sell 6,050 call, buy 6,080 call';

test('G-26: the page tells the legs and what they are quoted at, and no odds', () => {
  expect(condorText(condor)).toBe(`${legs}; credit 1.50 at mids, 1.20 at the market; at most 28.50 lost`);
});

test('G-26: a credit that is not quoted is not made up', () => {
  const unquoted = { ...condor, credit_mid: null, credit_at_market: null, max_loss: null, break_even: null };
  expect(condorText(unquoted)).toBe(`${legs}; not all of it is quoted`);
});
