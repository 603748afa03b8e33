import { type EpochMs, epochMs, underlyingOfSchwab } from '@gexstream/domain';
import type { WireQuoteBlock, WireQuoteEntry, WireQuotes } from '../wire/index.ts';
import type { FrameUpdate } from './frame.ts';
import { type Rejected, Rejections } from './rejections.ts';
import { underlyingQuote } from './underlying-quote.ts';
import { amount, positive, timeMs } from './wire-value.ts';

type QuoteUpdate = Extract<FrameUpdate, { readonly kind: 'underlying-quote' }>;

/** An answer of GET /quotes about underlyings, in its order; symbols that the vendor does not know are not in it. */
export const quotesToDomain = (
  quotes: WireQuotes,
  receivedMs: EpochMs,
): { readonly updates: readonly QuoteUpdate[]; readonly rejected: readonly Rejected[] } => {
  const rejections = new Rejections();
  const updates = Object.entries(quotes).flatMap(([symbol, entry]) =>
    isEntry(entry) ? quoteUpdate(symbol, entry.quote, receivedMs, rejections) : [],
  );
  return { updates, rejected: rejections.list() };
};

const isEntry = (entry: WireQuotes[string]): entry is WireQuoteEntry & { readonly quote: WireQuoteBlock } =>
  typeof entry === 'object' && entry !== null && 'quote' in entry && typeof entry.quote === 'object' && entry.quote !== null;

const quoteUpdate = (
  symbol: string,
  block: WireQuoteBlock,
  receivedMs: EpochMs,
  rejections: Rejections,
): readonly QuoteUpdate[] => {
  const index = symbol.startsWith('$');
  const price = (value: unknown, field: string): number | undefined => positive(value, field, symbol, rejections);
  const quoteMs = timeMs(block.quoteTime, 'quoteMs', symbol, rejections);
  const tradeMs = timeMs(block.tradeTime, 'tradeMs', symbol, rejections);
  const body = underlyingQuote('rest', {
    bid: index ? undefined : price(block.bidPrice, 'bid'),
    ask: index ? undefined : price(block.askPrice, 'ask'),
    mark: index ? undefined : price(block.mark, 'mark'),
    last: price(block.lastPrice, 'last'),
    volume: index ? undefined : amount(block.totalVolume, 'volume', symbol, rejections),
    quoteMs,
    tradeMs,
  });
  if (body === null) return [];
  const newestMs = Math.max(quoteMs ?? 0, tradeMs ?? 0);
  const sourceMs = newestMs > 0 && newestMs <= receivedMs ? epochMs(newestMs) : receivedMs;
  return [{ kind: 'underlying-quote', underlying: underlyingOfSchwab(symbol), sourceMs, body }];
};
