import { ivMax, ivMin } from '../iv-range.ts';
import type { Rejections } from './rejections.ts';

/** The vendor's way of saying that it has no figure. */
const sentinel = -999;

/** From 2000-01-01 to 2100-01-01: outside, a "time" is something else. */
export const timeMsMin = 946_684_800_000;
export const timeMsMax = 4_102_444_800_000;

/** A finite number, or undefined for the known ways to say "none"; anything else is rejected. */
const finite = (value: unknown, field: string, symbol: string, rejections: Rejections): number | undefined => {
  if (typeof value === 'number') {
    if (value === sentinel) return undefined;
    if (Number.isFinite(value)) return value;
  } else if (value === undefined || value === null || value === 'NaN') return undefined;
  rejections.add('not a number', field, symbol);
  return undefined;
};

/** A price, size or count: finite and not negative. */
export const amount = (value: unknown, field: string, symbol: string, rejections: Rejections): number | undefined => {
  const number = finite(value, field, symbol, rejections);
  if (number === undefined || number >= 0) return number;
  rejections.add('negative', field, symbol);
  return undefined;
};

/** An amount for which 0 says "none", such as the price of an underlying. */
export const positive = (value: unknown, field: string, symbol: string, rejections: Rejections): number | undefined => {
  const number = amount(value, field, symbol, rejections);
  return number === 0 ? undefined : number;
};

/** Implied volatility as a fraction a year, from the vendor's percent; 0 is none. */
export const ivFromPercent = (value: unknown, symbol: string, rejections: Rejections): number | undefined => {
  const percent = positive(value, 'iv', symbol, rejections);
  if (percent === undefined) return undefined;
  if (percent >= ivMin * 100 && percent <= ivMax * 100) return percent / 100;
  rejections.add(percent > ivMax * 100 ? 'above 1000 %' : 'below 0.0001 %', 'iv', symbol);
  return undefined;
};

/** Epoch ms; 0 is "never". */
export const timeMs = (value: unknown, field: string, symbol: string, rejections: Rejections): number | undefined => {
  const number = finite(value, field, symbol, rejections);
  if (number === undefined || number === 0) return undefined;
  if (number >= timeMsMin && number <= timeMsMax) return number;
  rejections.add('not a time', field, symbol);
  return undefined;
};
