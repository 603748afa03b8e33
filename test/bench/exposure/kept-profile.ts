import { addGaussian, type GammaCoefficients, gammaCoefficients, gammaProfile } from '@gexstream/domain';
import { type ChainColumns, levels, low, setRow, step, termsOf } from './chain-columns.ts';

/** A profile kept up contract by contract: what the kernels allow, though the product has no need of it between two analyses. */
export interface KeptProfile {
  /** At the 60 spots, USD per 1 %. */
  readonly values: Float64Array;
  readonly coefficients: GammaCoefficients;
  /** Takes the row's old share out and puts the new one in. */
  update(row: number): void;
}

export const keptProfile = (chain: ChainColumns): KeptProfile => {
  const { length } = chain.input.positions;
  const terms = termsOf(chain.input);
  const coefficients = gammaCoefficients(length);
  for (let row = 0; row < length; row++) setRow(coefficients, chain, terms, row);
  const values = new Float64Array(levels);
  gammaProfile(coefficients, length, low, step, values);
  const { a, v, w } = coefficients;
  return {
    values,
    coefficients,
    update: (row) => {
      addGaussian(values, low, step, levels, a[row]!, v[row]!, -w[row]!);
      setRow(coefficients, chain, terms, row);
      addGaussian(values, low, step, levels, a[row]!, v[row]!, w[row]!);
    },
  };
};
