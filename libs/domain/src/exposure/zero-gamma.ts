import { type Points, points } from '../units/points.ts';

/** Below this a settlement's profile is a row of separate spikes with a root between most strikes: no single flip means anything. */
export const zeroGammaMinutesMin = 20;

export interface ZeroGamma {
  /** The root nearest spot, the lower of two equally near; null without one. */
  readonly zeroGamma: Points | null;
  /** Ascending. */
  readonly zeroGammaAll: readonly Points[];
}

/** From roots in x = ln(spot' / spot), ascending. */
export const zeroGammaOf = (roots: readonly number[], spot: number): ZeroGamma => {
  const all = roots.map((x) => points(spot * Math.exp(x)));
  let nearest: Points | null = null;
  for (const root of all) if (nearest === null || Math.abs(root - spot) < Math.abs(nearest - spot)) nearest = root;
  return { zeroGamma: nearest, zeroGammaAll: all };
};
