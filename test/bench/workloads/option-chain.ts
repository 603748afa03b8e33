import { blackScholesPrice, formatOsi, type OptionSide } from '@gexstream/domain';

export interface ChainContract {
  readonly symbol: string;
  readonly openInterest: number;
  readonly iv: number;
  /** The model's price at the opening spot, in points. */
  readonly mid: number;
}

/** Days from the session to each settlement, the session's own first. */
const daysToExpiry = [0, 3, 4, 5, 7, 10, 14, 28, 63, 119];

/**
 * A chain of `size` contracts: strikes ten points apart around spot, a call and a put at each, a smile, open interest heaped on round
 * strikes and near spot. `session` is a date `YYYY-MM-DD`.
 */
export const optionChain = (
  root: string,
  session: string,
  size: number,
  spot: number,
  random: () => number,
): readonly ChainContract[] => {
  const strikes = Math.ceil(size / 2 / daysToExpiry.length);
  return Array.from({ length: size }, (_, index) => {
    const days = daysToExpiry[index % daysToExpiry.length]!;
    const place = Math.floor(index / daysToExpiry.length);
    const side: OptionSide = place % 2 === 0 ? 'call' : 'put';
    const strike = spot + 10 * ((place >> 1) - (strikes >> 1));
    const moneyness = Math.log(strike / spot);
    const round = strike % 100 === 0 ? 6 : strike % 50 === 0 ? 2.5 : 1;
    const iv = 0.12 + 0.8 * moneyness ** 2 - 0.25 * Math.min(moneyness, 0);
    const years = (days + 0.25) / 365;
    return {
      symbol: formatOsi({ root, expiry: dayAfter(session, days), side, strike }),
      openInterest: Math.ceil(round * 400 * random() * Math.exp(-40 * moneyness * moneyness)),
      iv,
      mid: blackScholesPrice({ side, spot, strike, years, rate: 0, dividendYield: 0, volatility: iv }) + 0.1,
    };
  });
};

const dayAfter = (date: string, days: number): string =>
  new Date(Date.parse(date) + days * 86_400_000).toISOString().slice(0, 10);
