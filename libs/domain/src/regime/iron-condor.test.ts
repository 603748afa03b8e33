import { expect, test } from 'vitest';
import { type IronCondor, ironCondor } from './iron-condor.ts';

const strikes = [5910, 5920, 5930, 5950, 5960, 6000, 6040, 6050, 6070, 6080, 6090];
type Quote = readonly [bid: number, ask: number, delta: number];
const none: Quote = [Number.NaN, Number.NaN, Number.NaN];

const puts: Readonly<Record<number, Quote>> = {
  5910: [0.2, 0.3, -0.02],
  5920: [0.3, 0.4, -0.03],
  5930: [0.4, 0.6, -0.05],
  5950: [1, 1.2, -0.1],
  5960: [1.9, 2.1, -0.18],
  6000: [9, 9.4, -0.5],
};
const calls: Readonly<Record<number, Quote>> = {
  6000: [9, 9.4, 0.5],
  6040: [1.9, 2.1, 0.18],
  6050: [0.9, 1.1, 0.1],
  6070: [0.3, 0.5, 0.04],
  6080: [0.2, 0.3, 0.03],
  6090: [0.1, 0.2, 0.02],
};

const side = (quotes: Readonly<Record<number, Quote>>) => {
  const column = (at: 0 | 1 | 2) => Float64Array.from(strikes, (strike) => (quotes[strike] ?? none)[at]);
  return { bid: column(0), ask: column(1), delta: column(2), iv: column(2).fill(0.1) };
};
const condor = (changed: Readonly<Record<number, Quote>> = {}, profile: 'positive' | 'neutral' = 'positive'): IronCondor | null =>
  ironCondor(
    { profile, spot: 6000 },
    { strikes: Float64Array.from(strikes), put: side({ ...puts, ...changed }), call: side(calls) },
  );

test('G-26: ten deltas are sold, the next strike at least 0.4 % of spot beyond is bought, and the credit is that of the quotes', () => {
  const found = condor()!;
  expect(found.legs.map(({ action, side: of, strike }) => [action, of, strike])).toEqual([
    ['buy', 'put', 5920],
    ['sell', 'put', 5950],
    ['sell', 'call', 6050],
    ['buy', 'call', 6080],
  ]);
  // By hand: 1.1 + 1.0 − 0.35 − 0.25, and 1.0 + 0.9 − 0.4 − 0.3.
  expect(found.creditMid).toBeCloseTo(1.5, 12);
  expect(found.creditAtMarket).toBeCloseTo(1.2, 12);
  expect(found.maxLoss).toBeCloseTo(28.5, 12);
  expect([found.breakEven!.low, found.breakEven!.high]).toEqual([expect.closeTo(5948.5, 12), expect.closeTo(6051.5, 12)]);
});

test.each<[string, Quote]>([
  ['no bid told', [Number.NaN, 0.4, -0.03]],
  ['no ask', [0.3, Number.NaN, -0.03]],
  ['a crossed quote', [0.5, 0.4, -0.03]],
])('G-26: with %s of one leg the structure stands and its prices are null', (_, quote) => {
  const found = condor({ 5920: quote })!;
  expect(found.legs[0].strike).toBe(5920);
  expect([found.creditMid, found.creditAtMarket, found.maxLoss, found.breakEven]).toEqual([null, null, null, null]);
});

test('G-26: a wing that nobody bids for has a mid all the same', () => {
  expect(condor({ 5920: [0, 0.1, -0.03] })!.creditMid).toBeCloseTo(1.1 + 1 - 0.05 - 0.25, 12);
});

test('G-26: wings are strikes of that side of the chain; without them, or with another profile, there is nothing', () => {
  expect(condor({ 5920: none })!.legs[0].strike).toBe(5910);
  expect(condor({ 5920: none, 5910: none })).toBeNull();
  expect(condor({ 5950: none, 5930: none, 5920: none, 5910: none })).toBeNull();
  expect(condor({}, 'neutral')).toBeNull();
  expect(ironCondor({ profile: 'positive', spot: 6000 }, null)).toBeNull();
});
