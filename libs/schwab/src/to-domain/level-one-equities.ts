import type { UnderlyingQuote } from '@gexstream/domain';
import { equityField, type WireContent } from '../wire/index.ts';
import type { Rejections } from './rejections.ts';
import { underlyingQuote } from './underlying-quote.ts';
import { amount, positive, timeMs } from './wire-value.ts';

/** One content of LEVELONE_EQUITIES: after the first, only what changed. Null when none of it is a price or volume. */
export const equityContentToQuote = (content: WireContent, rejections: Rejections): UnderlyingQuote | null => {
  const symbol = content.key;
  const index = symbol.startsWith('$');
  const price = (number: string, field: string): number | undefined => positive(content[number], field, symbol, rejections);
  return underlyingQuote('stream', {
    bid: index ? undefined : price(equityField.bid, 'bid'),
    ask: index ? undefined : price(equityField.ask, 'ask'),
    mark: index ? undefined : price(equityField.mark, 'mark'),
    last: price(equityField.last, 'last'),
    volume: index ? undefined : amount(content[equityField.totalVolume], 'volume', symbol, rejections),
    quoteMs: timeMs(content[equityField.quoteTime], 'quoteMs', symbol, rejections),
    tradeMs: timeMs(content[equityField.tradeTime], 'tradeMs', symbol, rejections),
  });
};
