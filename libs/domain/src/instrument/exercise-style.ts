import { isIndex } from './underlying.ts';

/** Index options with early exercise, against the rule. */
const americanIndices: ReadonlySet<string> = new Set(['OEX']);

/** Index options are European; options on shares and funds American: for these put–call parity, and Black–Scholes, are approximations. */
export const exerciseStyle = (underlying: string): 'european' | 'american' =>
  isIndex(underlying) && !americanIndices.has(underlying) ? 'european' : 'american';
