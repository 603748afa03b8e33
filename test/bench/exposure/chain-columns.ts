import {
  type AnalysisInput,
  bookLayout,
  type ExpiryTerm,
  expiryTerm,
  type GammaCoefficients,
  setGammaCoefficients,
} from '@gexstream/domain';

/** Spots that a profile is re-priced at: even in logarithm over ±20 %. */
export const levels = 60;
export const low = Math.log(0.8);
export const step = (Math.log(1.2) - low) / (levels - 1);

/** What the kernels need of a chain beside its columns. */
export interface ChainColumns {
  readonly input: AnalysisInput;
  /** Ascending. */
  readonly strikes: Float64Array;
  /** Into `strikes`, by row. */
  readonly strikeOfRow: Uint16Array;
  /** ln(strike / spot), by strike. */
  readonly logStrikes: Float64Array;
}

export const chainColumns = (input: AnalysisInput): ChainColumns => {
  const { strikes, rows, strikeIndex } = bookLayout(input.positions, input.expiries);
  const strikeOfRow = new Uint16Array(input.positions.length);
  for (let i = 0; i < strikeOfRow.length; i++) strikeOfRow[rows[i]!] = strikeIndex[i]!;
  return { input, strikes, strikeOfRow, logStrikes: strikes.map((strike) => Math.log(strike / input.spot)) };
};

export const termsOf = ({ expiries, asOf, carry }: AnalysisInput): readonly ExpiryTerm[] =>
  expiries.map((slot) => expiryTerm(slot, asOf, carry));

export const setRow = (into: GammaCoefficients, chain: ChainColumns, terms: readonly ExpiryTerm[], row: number): void => {
  const { positions } = chain.input;
  const quantity = positions.openInterest[row]! * positions.side[row]! * positions.multiplier[row]!;
  const k = chain.strikeOfRow[row]!;
  const term = terms[positions.expiryIndex[row]!]!;
  setGammaCoefficients(into, row, chain.logStrikes[k]!, chain.strikes[k]!, quantity, positions.iv[row]!, term);
};
