import { monthlyExpiry } from '../calendar/expiries.ts';
import type { Levels } from './analysis.ts';

/** How much of all gross GEX leaves the book on one date. */
export interface ExpiringGamma {
  /** `YYYY-MM-DD`. */
  readonly expiry: string;
  /** 0…1. */
  readonly grossShare: number;
}

/** At the next settlement that holds any gamma, and on the next monthly expiry (the third Friday, or the trading day before; a.m. and p.m. series
 * alike). Null without gamma. */
export const expiringGamma = ({
  total,
  expiries,
}: Pick<Levels, 'total' | 'expiries'>): { readonly next: ExpiringGamma | null; readonly monthly: ExpiringGamma | null } => {
  const on = (expiry: string | undefined): ExpiringGamma | null => {
    if (expiry === undefined) return null;
    const leaving = expiries.filter((each) => each.expiry === expiry).reduce((sum, each) => sum + each.total.gross, 0);
    return { expiry, grossShare: leaving / total.gross };
  };
  const held = expiries.filter((each) => each.total.gross > 0).map(({ expiry }) => expiry);
  return { next: on(held[0]), monthly: on(held.find(isMonthly)) };
};

const isMonthly = (expiry: string): boolean => {
  const [year, month] = expiry.split('-').map(Number) as [number, number];
  return monthlyExpiry(year, month) === expiry;
};
