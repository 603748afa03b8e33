import type { Carry } from '@gexstream/domain';
import { UsageError } from './usage-error.ts';

/** A year's rate or yield beyond ±50 % is a slip (4.3 for 0.043), not a market. */
const rateMax = 0.5;

/** What `parity` alone takes for the rate, and for the yield where quotes imply none: near those of the S&P 500 in 2025. */
const parityDefault = '0.043,0.0125';

/** `parity`, `parity:RATE,YIELD`, `zero`, or `RATE,YIELD`: fractions a year, continuously compounded, such as `0.043,0.0125`. */
export const parseCarry = (text: string): Carry => {
  if (text === 'zero') return { kind: 'zero' };
  const kind = text === 'parity' || text.startsWith('parity:') ? 'parity' : 'flat';
  const rates = ratesOf(text === 'parity' ? parityDefault : text.replace(/^parity:/, ''));
  if (rates === null)
    throw new UsageError(
      `--carry takes "parity", "zero", "RATE,YIELD" or "parity:RATE,YIELD" as fractions a year, such as 0.043,0.0125; got "${text}"`,
    );
  return { kind, ...rates };
};

const ratesOf = (text: string): { readonly rate: number; readonly dividendYield: number } | null => {
  const parts = text.split(',').map((part) => (part.trim() === '' ? Number.NaN : Number(part)));
  const [rate, dividendYield] = parts;
  return parts.length === 2 && isRate(rate) && isRate(dividendYield) ? { rate, dividendYield } : null;
};

const isRate = (value: number | undefined): value is number => value !== undefined && Math.abs(value) <= rateMax;
