import { type UnderlyingQuote, underlyingOfSchwab } from '@gexstream/domain';
import type { WireQuoteEntry, WireQuotes } from '../wire/index.ts';
import { type Rejected, Rejections } from './rejections.ts';
import { underlyingQuote } from './underlying-quote.ts';
import { amount, positive, timeMs } from './wire-value.ts';

export interface QuotesResult {
  readonly quotes: readonly { readonly underlying: string; readonly quote: UnderlyingQuote }[];
  /** Symbols the vendor does not know. */
  readonly unknown: readonly string[];
  readonly rejected: readonly Rejected[];
}

/** An answer of GET /quotes for underlyings. */
export const quotesToDomain = (answer: WireQuotes): QuotesResult => {
  const rejections = new Rejections();
  const quotes: { underlying: string; quote: UnderlyingQuote }[] = [];
  let unknown: readonly string[] = [];
  for (const [symbol, entry] of Object.entries(answer)) {
    if (entry === undefined) continue;
    if (isQuoteEntry(entry)) {
      const quote = quoteOf(symbol, entry, rejections);
      if (quote !== null) quotes.push({ underlying: underlyingOfSchwab(symbol), quote });
    } else if (symbol === 'errors') unknown = entry.invalidSymbols ?? [];
  }
  return { quotes, unknown, rejected: rejections.list() };
};

const isQuoteEntry = (entry: object): entry is WireQuoteEntry => 'symbol' in entry;

const quoteOf = (symbol: string, entry: WireQuoteEntry, rejections: Rejections): UnderlyingQuote | null => {
  const block = entry.quote ?? {};
  const index = symbol.startsWith('$');
  const price = (value: unknown, field: string): number | undefined => positive(value, field, symbol, rejections);
  return underlyingQuote('rest', {
    bid: index ? undefined : price(block.bidPrice, 'bid'),
    ask: index ? undefined : price(block.askPrice, 'ask'),
    mark: index ? undefined : price(block.mark, 'mark'),
    last: price(block.lastPrice, 'last'),
    volume: index ? undefined : amount(block.totalVolume, 'volume', symbol, rejections),
    quoteMs: timeMs(block.quoteTime, 'quoteMs', symbol, rejections),
    tradeMs: timeMs(block.tradeTime, 'tradeMs', symbol, rejections),
  });
};
