import { type AnalysisInput, expiryTerm } from '@gexstream/domain';

/**
 * Gamma exposure as the textbook writes it, contract by contract: the yardstick every bench is checked and timed against. It shares
 * nothing with the kernels but the time to settlement.
 */
export interface DirectBook {
  readonly length: number;
  readonly strike: Float64Array;
  readonly iv: Float64Array;
  readonly years: Float64Array;
  /** side × open interest × multiplier. */
  readonly quantity: Float64Array;
  readonly rate: number;
  readonly dividendYield: number;
}

export const directBook = ({ positions, expiries, asOf, carry }: AnalysisInput): DirectBook => {
  const years = expiries.map((slot) => expiryTerm(slot, asOf, carry).years);
  return {
    length: positions.length,
    strike: positions.strike,
    iv: positions.iv,
    years: Float64Array.from(positions.expiryIndex, (slot) => years[slot]!),
    quantity: positions.openInterest.map((oi, i) => oi * positions.side[i]! * positions.multiplier[i]!),
    rate: carry.kind === 'zero' ? 0 : carry.rate,
    dividendYield: carry.kind === 'zero' ? 0 : carry.dividendYield,
  };
};

/** Exposure of one contract at a spot, USD per 1 %: quantity × gamma × spot² × 0.01. */
export const directExposure = (book: DirectBook, i: number, spot: number): number => {
  const years = book.years[i]!;
  const sigma = book.iv[i]!;
  const deviation = sigma * Math.sqrt(years);
  const d1 = (Math.log(spot / book.strike[i]!) + (book.rate - book.dividendYield + 0.5 * sigma * sigma) * years) / deviation;
  const density = Math.exp(-0.5 * d1 * d1) / Math.sqrt(2 * Math.PI);
  const gamma = (Math.exp(-book.dividendYield * years) * density) / (spot * deviation);
  return book.quantity[i]! * gamma * spot * spot * 0.01;
};

export const directTotal = (book: DirectBook, spot: number): number => {
  let total = 0;
  for (let i = 0; i < book.length; i++) total += directExposure(book, i, spot);
  return total;
};

export const directGross = (book: DirectBook, spot: number): number => {
  let gross = 0;
  for (let i = 0; i < book.length; i++) gross += Math.abs(directExposure(book, i, spot));
  return gross;
};
