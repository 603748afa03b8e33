import { expect, test } from 'vitest';
import { flowConviction, premiumFlow } from './premium-flow.ts';

/** 2 USD a contract's point: 200 USD each. */
const traded = (volume: number, change: Partial<Parameters<typeof premiumFlow>[0]> = {}) =>
  premiumFlow({ mark: 2, bid: 1.9, ask: 2.1, volume, openInterest: 100_000, ...change });

test('S-20: tiers from 1 M, 500 k and 250 k USD of premium', () => {
  expect([5_000, 4_999, 2_500, 2_499, 1_250].map((volume) => traded(volume)?.tier)).toEqual([1, 2, 2, 3, 3]);
  expect(traded(1_249)).toBeNull();
  expect(traded(5_000, { mark: null })).toBeNull();
  expect(traded(5_000)?.premium).toBe(1_000_000);
});

test('S-20: a sweep has a spread below 5 % of the mark, more than 1000 contracts, a mark above 0.50', () => {
  const tight = { bid: 1.96, ask: 2.05 };
  expect(traded(1_250, tight)?.sweep).toBe(true);
  expect(traded(1_250, { mark: 2.5, bid: 2.4375, ask: 2.5625 })?.sweep).toBe(false);
  expect(traded(1_000, { ...tight, mark: 5 })?.sweep).toBe(false);
  expect(traded(10_000, { mark: 0.5, bid: 0.5, ask: 0.51 })?.sweep).toBe(false);
  expect(traded(1_250, { bid: null })?.sweep).toBe(false);
});

test('S-20: an alert for tiers 1 and 2, in tier 3 for an unusual sweep alone', () => {
  const tight = { bid: 1.99, ask: 2.01 };
  expect(traded(2_500)?.alert).toBe(true);
  expect(traded(1_250)?.alert).toBe(false);
  expect(traded(1_250, tight)).toMatchObject({ sweep: true, unusual: false, alert: false });
  expect(traded(1_250, { openInterest: 400 })).toMatchObject({ sweep: false, unusual: true, alert: false });
  expect(traded(1_250, { ...tight, openInterest: 400 })).toMatchObject({ sweep: true, unusual: true, alert: true });
  expect(traded(1_250, { ...tight, openInterest: 0 })?.unusual).toBe(false);
});

test('S-20: conviction from three flows one way or 2 M of premium; bias from 1.5 times the other side', () => {
  const flow = (side: 'call' | 'put', premium: number) => ({ side, premium });
  expect(flowConviction([flow('call', 3e5), flow('call', 3e5)])).toMatchObject({ conviction: false, bias: 'BULLISH' });
  expect(flowConviction([flow('put', 3e5), flow('put', 3e5), flow('put', 3e5)])).toMatchObject({
    conviction: true,
    bias: 'BEARISH',
  });
  expect(flowConviction([flow('call', 3e5), flow('put', 3e5), flow('call', 1e5)])).toMatchObject({ conviction: false });
  expect(flowConviction([flow('call', 1.2e6), flow('put', 0.8e6)])).toMatchObject({ conviction: true, bias: 'NEUTRAL' });
  expect(flowConviction([])).toMatchObject({ conviction: false, bias: 'NEUTRAL', callPremium: 0 });
});
