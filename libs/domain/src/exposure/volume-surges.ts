import type { EpochMs } from '../time/epoch-ms.ts';
import type { Cells } from './analysis.ts';

/** Contracts traded in the session so far, by strike over all expiries. */
export interface StrikeVolumes {
  readonly asOf: EpochMs;
  /** Ascending, points. */
  readonly strikes: Float64Array;
  readonly call: Float64Array;
  readonly put: Float64Array;
}

/** A strike whose volume has leapt from one look to the next; contracts. */
export interface VolumeSurge {
  readonly strike: number;
  /** Call + put, at the look before. */
  readonly before: number;
  /** Call + put. */
  readonly now: number;
  readonly call: number;
  readonly put: number;
}

/** What surged between two looks, the largest increase first. */
export interface VolumeSurges {
  readonly sinceMs: EpochMs;
  readonly asOf: EpochMs;
  readonly strikes: readonly VolumeSurge[];
}

/** Volume must have grown beyond this many times what it was… */
const growth = 1.5;
/** …and have been more than so many contracts: from next to nothing everything is a multiple. */
const beforeMin = 50;
const surgesMax = 8;

export const strikeVolumes = ({ asOf, strikes, strikeIndex, callVolume, putVolume }: Cells): StrikeVolumes => {
  const [call, put] = [new Float64Array(strikes.length), new Float64Array(strikes.length)];
  strikeIndex.forEach((strike, cell) => {
    call[strike]! += callVolume[cell]!;
    put[strike]! += putVolume[cell]!;
  });
  return { asOf, strikes: strikes.slice(), call, put };
};

/** Of equal increases the lower strike comes first. A strike that was not there before has nothing to be compared with. */
export const volumeSurges = (before: StrikeVolumes, now: StrikeVolumes): VolumeSurges => {
  const earlier = new Map(Array.from(before.strikes, (strike, i) => [strike, before.call[i]! + before.put[i]!]));
  const strikes = Array.from(now.strikes, (strike, i): VolumeSurge => {
    const [call, put] = [now.call[i]!, now.put[i]!];
    return { strike, before: earlier.get(strike) ?? 0, now: call + put, call, put };
  })
    .filter((each) => each.before > beforeMin && each.now > growth * each.before)
    .sort((a, b) => b.now - b.before - (a.now - a.before))
    .slice(0, surgesMax);
  return { sinceMs: before.asOf, asOf: now.asOf, strikes };
};
