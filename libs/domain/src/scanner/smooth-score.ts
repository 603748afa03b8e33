import type { CompositeInput, CompositeScore } from './composite-score.ts';

/** Points of a line through knots, ascending; flat outside of them. */
type Knots = readonly (readonly [at: number, points: number])[];

/** At each step of the classic score these lie halfway between what it gives below and above. */
const whaleKnots: Knots = [
  [25, 0],
  [50, 7.5],
  [100, 20],
  [200, 30],
  [400, 35],
];
const freshOiKnots: Knots = [
  [3, 0],
  [4, 10],
  [6, 25],
  [8, 32.5],
  [10, 35],
];
const callSkewKnots: Knots = [
  [3, 5],
  [6, 17.5],
  [9, 30],
];
/** Of skew with its sign turned: puts are bid the more, the lower it is. */
const putSkewKnots: Knots = [
  [-2, 5],
  [1, 17.5],
  [4, 30],
];

/**
 * The composite without cliffs: it rises with whale score and fresh open interest, with skew for calls and against it for puts, and a change
 * of 1 % in an input moves it by less than one point.
 */
export const smoothScore = ({ whale, volumeToOpenInterest, skew25d, side }: CompositeInput): CompositeScore => {
  const points = {
    whale: interpolated(whaleKnots, whale),
    freshOi: interpolated(freshOiKnots, volumeToOpenInterest),
    skew: skew25d === null ? 0 : side === 'call' ? interpolated(callSkewKnots, skew25d) : interpolated(putSkewKnots, -skew25d),
  };
  return { total: points.whale + points.freshOi + points.skew, ...points };
};

const interpolated = (knots: Knots, value: number): number => {
  const next = knots.findIndex(([at]) => at > value);
  if (next === 0) return knots[0]![1];
  if (next < 0) return knots.at(-1)![1];
  const [[fromAt, from], [toAt, to]] = [knots[next - 1]!, knots[next]!];
  return from + ((value - fromAt) / (toAt - fromAt)) * (to - from);
};
