import { isIndex } from './underlying.ts';

/** Index options with early exercise, against the rule. */
const americanIndices: ReadonlySet<string> = new Set(['OEX']);

/** Index options are European; options on shares and funds American: for these put–call parity, and Black–Scholes, are approximations. */
export const exerciseStyle = (underlying: string): 'european' | 'american' =>
  isIndex(underlying) && !americanIndices.has(underlying) ? 'european' : 'american';

/** What the numbers of an underlying take as near enough; null where nothing is. */
export const approximationText = (underlying: string): string | null =>
  exerciseStyle(underlying) === 'american'
    ? 'American exercise taken as European: greeks and forwards from parity are approximations'
    : null;
