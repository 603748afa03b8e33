import { expect, test } from 'vitest';
import { analyse } from '../exposure/analyse.ts';
import { type BookRow, inputOf, slotAfter } from '../exposure/book.fixture.ts';
import { skewBlock } from './skew-block.ts';

const quote = (
  side: 'call' | 'put',
  strike: number,
  mark: number | null,
  iv: number | null = 0.3,
  volume = 0,
  openInterest = 0,
) => ({
  side,
  strike,
  mark,
  iv,
  volume,
  openInterest,
});

const years = 30 / 365;
/** d1 whose normal distribution function is delta, from a table. */
const d1Of: Readonly<Record<number, number>> = { 0.2: 0.8416212335729143, 0.3: 0.5244005127080407 };

/** The quote of that delta (unsigned) on a wing whose IV rises in a straight line with the distance from 50 delta. */
const wingQuote = (side: 'call' | 'put', delta: number, slope: number): BookRow => {
  const iv = 0.18 + slope * (0.5 - delta);
  const deviation = iv * Math.sqrt(years);
  const d1 = side === 'call' ? -d1Of[delta]! : d1Of[delta]!;
  return { side, strike: 6000 * Math.exp(0.5 * deviation ** 2 - deviation * d1), iv, openInterest: 0 };
};

test('S-05: on straight wings (20 and 4 points a unit of delta) the skew is 4.0, where the first strikes met of 20 to 30 delta read 5.2', () => {
  const rows = [
    wingQuote('put', 0.2, 0.2),
    wingQuote('put', 0.3, 0.2),
    wingQuote('call', 0.3, 0.04),
    wingQuote('call', 0.2, 0.04),
  ];
  const { skew25d } = analyse(inputOf(rows, [slotAfter(30 * 1440)])).levels.expiries[0]!;
  expect(skew25d).toBeCloseTo(4, 9);
  const [firstPut, , firstCall] = rows;
  expect(100 * (firstPut!.iv - firstCall!.iv)).toBeCloseTo(5.2, 9);
});

test('S-05: without a wing there is no skew, and nothing stands for it', () => {
  const block = skewBlock([quote('call', 100, 2)], 100, 7, null);
  expect(block).toMatchObject({ skew25d: null, atmSkew: null, avgPutIv: null, avgIv: null, upperSigma: null });
  expect(block).toMatchObject({ impliedMoveDollars: null, impliedMovePct: null, upperBreakout: null, putCallOiRatio: null });
});

test('S-06: spot 100 with a straddle of 4.2 moves 4.2 %, to 104.2 or 95.8', () => {
  const block = skewBlock(
    [quote('call', 100, 2.2), quote('put', 100, 2), quote('call', 105, 1), quote('put', 105, 6)],
    100,
    7,
    1.5,
  );
  expect(block.atmStrike).toBe(100);
  expect(block.impliedMoveDollars).toBeCloseTo(4.2, 12);
  expect(block.impliedMovePct).toBeCloseTo(4.2, 12);
  expect(block.upperBreakout).toBeCloseTo(104.2, 12);
  expect(block.lowerBreakout).toBeCloseTo(95.8, 12);
  expect(block.skew25d).toBe(1.5);
});

test('S-06: an average IV of 30 over 7 days is ±4.154; the last day counts as one', () => {
  const contracts = [quote('call', 100, 2, 0.28), quote('put', 100, 2, 0.32)];
  expect(skewBlock(contracts, 100, 7, null).upperSigma).toBeCloseTo(104.15455, 5);
  expect(skewBlock(contracts, 100, 7, null).lowerSigma).toBeCloseTo(95.84545, 5);
  expect(skewBlock(contracts, 100, 0, null).upperSigma).toBeCloseTo(100 + 30 * Math.sqrt(1 / 365), 9);
});

test('averages take the strikes within 10 % that have an IV; ratios the whole expiry', () => {
  const contracts = [
    quote('call', 90, 11, 0.2, 10, 100),
    quote('call', 100, 3, 0.3, 30, 100),
    quote('call', 120, 1, 0.9, 60, 200),
    quote('put', 100, 3, 0.34, 50, 300),
    quote('put', 95, 2, null, 0, 100),
    quote('put', 80, 1, 0.8, 100, 400),
  ];
  const block = skewBlock(contracts, 100, 7, null);
  expect(block.avgCallIv).toBeCloseTo(25, 12);
  expect(block.avgPutIv).toBeCloseTo(34, 12);
  expect(block.avgIv).toBeCloseTo(29.5, 12);
  expect(block.atmSkew).toBeCloseTo(4, 12);
  expect(block.putCallOiRatio).toBe(2);
  expect(block.putCallVolumeRatio).toBe(1.5);
});
