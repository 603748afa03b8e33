import { type ExposureKind, type ExposureSums, type Exposures, exposureKinds } from './exposure-kinds.ts';

/** Running sums of one slice, by the index of the kind. */
export interface ExposureTally {
  readonly call: Float64Array;
  readonly put: Float64Array;
  readonly gross: Float64Array;
}

export const exposureTally = (): ExposureTally => ({
  call: new Float64Array(exposureKinds.length),
  put: new Float64Array(exposureKinds.length),
  gross: new Float64Array(exposureKinds.length),
});

/** Adds one contract's exposures, signed. */
export const addExposures = (tally: ExposureTally, isCall: boolean, exposures: ArrayLike<number>): void => {
  const part = isCall ? tally.call : tally.put;
  for (let kind = 0; kind < part.length; kind++) {
    part[kind]! += exposures[kind]!;
    tally.gross[kind]! += Math.abs(exposures[kind]!);
  }
};

export const exposuresOf = ({ call, put, gross }: ExposureTally): Exposures => {
  const sums = exposureKinds.map((kind, i): [ExposureKind, ExposureSums] => [
    kind,
    { net: call[i]! + put[i]!, call: call[i]!, put: put[i]!, gross: gross[i]! },
  ]);
  return Object.fromEntries(sums) as Exposures;
};

/** Of several slices together. */
export const sumExposures = (parts: readonly Exposures[]): Exposures => {
  const sums = exposureKinds.map((kind): [ExposureKind, ExposureSums] => {
    const sum = (of: 'call' | 'put' | 'gross'): number => parts.reduce((total, part) => total + part[kind][of], 0);
    const [call, put] = [sum('call'), sum('put')];
    return [kind, { net: call + put, call, put, gross: sum('gross') }];
  });
  return Object.fromEntries(sums) as Exposures;
};
