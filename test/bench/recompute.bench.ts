import {
  bookLayout,
  expiryTerm,
  gammaCoefficients,
  gammaExposureAt,
  gammaProfile,
  setGammaCoefficients,
} from '@gexstream/domain';
import type { Bench } from './bench.ts';
import { type DirectBook, directBook, directExposure } from './direct-formula.ts';
import { optionBook } from './workloads/option-book.ts';

const levels = 60;
const low = Math.log(0.8);
const step = (Math.log(1.2) - low) / (levels - 1);

interface Recomputed {
  readonly strikeNet: Float64Array;
  readonly profile: Float64Array;
  total: number;
}

/** Per strike, in total, and re-priced at 60 spots over ±20 %: all from nothing but the columns. */
export const recomputeBench: Bench = {
  name: 'recompute',
  about: 'per strike, total and a 60-level profile from the columns',
  prepare: (size) => {
    const input = optionBook(size);
    const { positions, expiries, asOf, carry, spot } = input;
    const { strikes, rows, strikeIndex } = bookLayout(positions, expiries);
    const strikeOfRow = new Uint16Array(size);
    for (let i = 0; i < size; i++) strikeOfRow[rows[i]!] = strikeIndex[i]!;
    const logStrikes = strikes.map((strike) => Math.log(strike / spot));
    const coefficients = gammaCoefficients(size);
    const result = (): Recomputed => ({
      strikeNet: new Float64Array(strikes.length),
      profile: new Float64Array(levels),
      total: 0,
    });
    const [ours, direct] = [result(), result()];

    const runOurs = (): void => {
      const terms = expiries.map((slot) => expiryTerm(slot, asOf, carry));
      ours.strikeNet.fill(0);
      ours.total = 0;
      for (let i = 0; i < size; i++) {
        const quantity = positions.openInterest[i]! * positions.side[i]! * positions.multiplier[i]!;
        const k = strikeOfRow[i]!;
        const term = terms[positions.expiryIndex[i]!]!;
        setGammaCoefficients(coefficients, i, logStrikes[k]!, strikes[k]!, quantity, positions.iv[i]!, term);
        const exposure = gammaExposureAt(coefficients, i, 0);
        ours.strikeNet[k]! += exposure;
        ours.total += exposure;
      }
      gammaProfile(coefficients, size, low, step, ours.profile);
    };

    const book = directBook(input);
    const runDirect = (): void => directRecompute(book, strikeOfRow, spot, direct);
    return {
      ours: (operations) => {
        for (let n = 0; n < operations; n++) runOurs();
      },
      direct: runDirect,
      check: () => {
        runOurs();
        runDirect();
        return Math.max(
          largestError(ours.profile, direct.profile),
          largestError(ours.strikeNet, direct.strikeNet),
          Math.abs(ours.total - direct.total) / largest(direct.profile),
        );
      },
    };
  },
};

const directRecompute = (book: DirectBook, strikeOfRow: Uint16Array, spot: number, into: Recomputed): void => {
  into.strikeNet.fill(0);
  into.profile.fill(0);
  into.total = 0;
  for (let i = 0; i < book.length; i++) {
    const exposure = directExposure(book, i, spot);
    into.strikeNet[strikeOfRow[i]!]! += exposure;
    into.total += exposure;
  }
  for (let j = 0; j < levels; j++) {
    const at = spot * Math.exp(low + j * step);
    for (let i = 0; i < book.length; i++) into.profile[j]! += directExposure(book, i, at);
  }
};

const largest = (values: Float64Array): number => values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);

/** As a share of the largest value: where exposures cancel, digits of the parts are all there is. */
const largestError = (actual: Float64Array, expected: Float64Array): number => {
  let error = 0;
  for (let i = 0; i < actual.length; i++) error = Math.max(error, Math.abs(actual[i]! - expected[i]!));
  return error / largest(expected);
};
