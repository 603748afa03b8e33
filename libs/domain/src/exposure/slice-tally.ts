import { usdPerPercent } from '../units/usd-per-percent.ts';
import type { ContractCount, Totals } from './analysis.ts';
import { emptyReason, type Measure } from './measure.ts';

/** Running sums of one slice. Exposures in USD per 1 %, the rest in contracts. */
export interface SliceTally {
  call: number;
  put: number;
  callOi: number;
  putOi: number;
  callVolume: number;
  putVolume: number;
  used: number;
  expired: number;
  /** Held by nobody, by the measure. */
  empty: number;
  noIv: number;
  /** By the caller's exclusion code. */
  readonly given: Uint32Array;
}

export const sliceTally = (reasonCount: number): SliceTally => ({
  call: 0,
  put: 0,
  callOi: 0,
  putOi: 0,
  callVolume: 0,
  putVolume: 0,
  used: 0,
  expired: 0,
  empty: 0,
  noIv: 0,
  given: new Uint32Array(reasonCount),
});

export const addTally = (into: SliceTally, more: SliceTally): void => {
  into.call += more.call;
  into.put += more.put;
  into.callOi += more.callOi;
  into.putOi += more.putOi;
  into.callVolume += more.callVolume;
  into.putVolume += more.putVolume;
  into.used += more.used;
  into.expired += more.expired;
  into.empty += more.empty;
  into.noIv += more.noIv;
  for (let i = 0; i < more.given.length; i++) into.given[i]! += more.given[i]!;
};

export const totalsOf = ({ call, put }: SliceTally): Totals => ({
  net: usdPerPercent(call + put),
  call: usdPerPercent(call),
  put: usdPerPercent(put),
  gross: usdPerPercent(Math.abs(call) + Math.abs(put)),
});

/** Null without calls to divide by. */
export const putCallRatio = (put: number, call: number): number | null => (call > 0 ? put / call : null);

/** Reasons with a count only, in the order in which they are looked for. */
export const contractCount = (
  tally: SliceTally,
  reasons: readonly string[],
  measure: Measure,
  extra: Readonly<Record<string, number>> = {},
): ContractCount => {
  const excluded: Record<string, number> = {};
  const count = (reason: string, n: number): void => {
    if (n > 0) excluded[reason] = (excluded[reason] ?? 0) + n;
  };
  count('expired', tally.expired);
  for (let code = 1; code < tally.given.length; code++) count(reasons[code]!, tally.given[code]!);
  count(emptyReason(measure), tally.empty);
  count('no-iv', tally.noIv);
  for (const [reason, n] of Object.entries(extra)) count(reason, n);
  return { used: tally.used, excluded };
};
