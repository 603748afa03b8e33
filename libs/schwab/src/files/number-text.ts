import { shown } from './chain-file-error.ts';

/** Above this a number is no price, count or time, and its last digits would be lost. */
export const amountMax: number = Number.MAX_SAFE_INTEGER;

/** What keeps a text from being a plain decimal amount, for a message; only asked of texts that are none. */
export const numberProblem = (text: string): string => {
  if (/^-\d+(\.\d+)?$/.test(text)) return `${shown(text)} is negative`;
  if (/^[+-]?(\d+\.?\d*|\.\d+)e[+-]?\d+$/i.test(text))
    return `${shown(text)} is written with an exponent, which these files do not use`;
  if (/^[+-]?inf(inity)?$/i.test(text)) return `${shown(text)} is too large`;
  if (/^\d+(\.\d+)?$/.test(text)) return `${shown(text)} ${Number(text) > amountMax ? 'is too large' : 'has too many digits'}`;
  return `${shown(text)} is not a number`;
};
