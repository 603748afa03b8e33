import { aligned } from './aligned.ts';
import type { BenchResult, Spread } from './bench.ts';

const seconds = (ns: number): string => {
  if (ns >= 1e9) return `${(ns / 1e9).toPrecision(3)} s`;
  if (ns >= 1e6) return `${(ns / 1e6).toPrecision(3)} ms`;
  if (ns >= 1e3) return `${(ns / 1e3).toPrecision(3)} µs`;
  return `${ns.toPrecision(3)} ns`;
};

const times = (ratio: number): string => `${ratio >= 1000 ? Math.round(ratio) : ratio.toPrecision(3)}×`;

const spread = (values: Spread, text: (value: number) => string): string =>
  `${text(values.median)} (${text(values.min)}–${text(values.max)})`;

/** The results as aligned columns: medians, least and greatest in brackets. */
export const resultTable = (results: readonly BenchResult[]): string => {
  const rows = results.map((result) => [
    result.name,
    String(result.size),
    spread(result.oursNs, seconds),
    spread(result.directNs, seconds),
    spread(result.ratio, times),
    result.error.toExponential(1),
    result.aim,
  ]);
  return aligned([['bench', 'contracts', 'ours', 'direct formula', 'direct / ours', 'error', 'aim'], ...rows]);
};
