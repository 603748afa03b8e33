import { addGaussian, gammaCoefficients, gammaExposureAt } from '@gexstream/domain';
import { type ChainColumns, levels, low, setRow, step, termsOf } from './chain-columns.ts';

/** In USD per 1 %. */
export interface Recomputed {
  readonly strikeNet: Float64Array;
  readonly profile: Float64Array;
  total: number;
}

export const emptyResult = ({ strikes }: ChainColumns): Recomputed => ({
  strikeNet: new Float64Array(strikes.length),
  profile: new Float64Array(levels),
  total: 0,
});

/** Per strike, in total, and re-priced at 60 spots: all from nothing but the columns, by the product's kernels, in one pass. */
export const recompute = (chain: ChainColumns, into: Recomputed): (() => void) => {
  const { input, strikeOfRow } = chain;
  const { length } = input.positions;
  const coefficients = gammaCoefficients(length);
  const { a, v, w } = coefficients;
  return () => {
    const terms = termsOf(input);
    into.strikeNet.fill(0);
    into.profile.fill(0);
    into.total = 0;
    for (let row = 0; row < length; row++) {
      setRow(coefficients, chain, terms, row);
      const exposure = gammaExposureAt(coefficients, row, 0);
      into.strikeNet[strikeOfRow[row]!]! += exposure;
      into.total += exposure;
      addGaussian(into.profile, low, step, levels, a[row]!, v[row]!, w[row]!);
    }
  };
};

const largest = (values: Float64Array): number => values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);

/** As a share of the largest value: where exposures cancel, digits of the parts are all there is. */
export const largestError = (actual: Float64Array, expected: Float64Array): number => {
  let error = 0;
  for (let i = 0; i < actual.length; i++) error = Math.max(error, Math.abs(actual[i]! - expected[i]!));
  return error / largest(expected);
};

export const recomputeError = (actual: Recomputed, expected: Recomputed): number =>
  Math.max(
    largestError(actual.profile, expected.profile),
    largestError(actual.strikeNet, expected.strikeNet),
    Math.abs(actual.total - expected.total) / largest(expected.profile),
  );
