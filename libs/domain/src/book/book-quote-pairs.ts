import type { ExpirySlot } from '../exposure/position-columns.ts';
import { midOf, type QuotePair } from '../exposure/quote-pairs.ts';
import type { OptionBook } from './option-book.ts';

/** The live book's two-sided pairs of each slot that is wanted, by ascending strike; see `quotePairs`, which reads a chain file. */
export const bookQuotePairs = (
  { columns, expiries, length }: OptionBook,
  wanted: (slot: ExpirySlot) => boolean = () => true,
): readonly (readonly QuotePair[])[] => {
  const { strike, side, pair, listed, expiryIndex, value } = columns;
  const pairs = expiries.map((): QuotePair[] => []);
  const isWanted = expiries.map(wanted);
  for (let call = 0; call < length; call++) {
    const put = pair[call]!;
    if (side[call] !== 1 || put < 0 || !isWanted[expiryIndex[call]!] || listed[call] !== 1 || listed[put] !== 1) continue;
    const callQuote = midOf({ bid: value.bid[call]!, ask: value.ask[call]! });
    const putQuote = midOf({ bid: value.bid[put]!, ask: value.ask[put]! });
    if (callQuote === null || putQuote === null) continue;
    pairs[expiryIndex[call]!]!.push({
      strike: strike[call]!,
      callMid: callQuote.mid,
      putMid: putQuote.mid,
      halfSpread: callQuote.halfSpread + putQuote.halfSpread,
    });
  }
  for (const slot of pairs) slot.sort((a, b) => a.strike - b.strike);
  return pairs;
};
