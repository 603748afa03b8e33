/** What `gex book SYMBOL --json` prints, as far as this needs it. */
interface PrintedBook {
  readonly spot: number;
  readonly contracts: readonly {
    readonly expiry: string;
    readonly settlement: string;
    readonly side: 'call' | 'put';
    readonly strike: number;
    readonly open_interest: number;
    readonly multiplier: number;
    readonly iv: number | null;
    readonly years: number;
    readonly rate: number;
    readonly dividend_yield: number;
    readonly listed: boolean;
  }[];
}

/**
 * Gamma exposure by `expiry settlement strike`, contract by contract from the textbook formula: none of the product's own kernels, so
 * that agreement means something.
 */
export const directGex = (book: PrintedBook): ReadonlyMap<string, { readonly call: number; readonly put: number }> => {
  const cells = new Map<string, { call: number; put: number }>();
  for (const contract of book.contracts) {
    const { expiry, settlement, side, strike, open_interest, multiplier, iv, years, listed } = contract;
    const { rate, dividend_yield: dividendYield } = contract;
    if (iv === null || !(years > 0) || !listed || !(open_interest > 0)) continue;
    const width = iv * Math.sqrt(years);
    const d1 = (Math.log(book.spot / strike) + (rate - dividendYield + (iv * iv) / 2) * years) / width;
    const gamma = (Math.exp(-dividendYield * years) * Math.exp((-d1 * d1) / 2)) / (Math.sqrt(2 * Math.PI) * book.spot * width);
    const exposure = gamma * open_interest * multiplier * book.spot * book.spot * 0.01;
    const key = `${expiry} ${settlement} ${strike}`;
    const cell = cells.get(key) ?? { call: 0, put: 0 };
    if (side === 'call') cell.call += exposure;
    else cell.put -= exposure;
    cells.set(key, cell);
  }
  return cells;
};
