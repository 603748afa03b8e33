import type { Carry } from '@gexstream/domain';
import { UsageError } from './usage-error.ts';

/** A year's rate or yield beyond ±50 % is a slip (4.3 for 0.043), not a market. */
const rateMax = 0.5;

/** `zero`, or `RATE,YIELD` as fractions a year, continuously compounded: `0.043,0.0125`. */
export const parseCarry = (text: string): Carry => {
  if (text === 'zero') return { kind: 'zero' };
  const parts = text.split(',').map((part) => (part.trim() === '' ? Number.NaN : Number(part)));
  const [rate, dividendYield] = parts;
  if (parts.length !== 2 || !isRate(rate) || !isRate(dividendYield))
    throw new UsageError(`--carry takes "zero" or "RATE,YIELD" as fractions a year, such as 0.043,0.0125; got "${text}"`);
  return { kind: 'flat', rate, dividendYield };
};

const isRate = (value: number | undefined): value is number => value !== undefined && Math.abs(value) <= rateMax;
