import type { EpochMs } from '@gexstream/domain';
import type { UnderlyingMarket } from '../market/underlying-market.ts';
import type { UnderlyingQuoteState } from '../market/underlying-quote.ts';
import { percentOf, rounded } from '../option-facts.ts';
import type { FieldReader, FieldValue } from './field-value.ts';

/** What an index has too. */
const commonField = (underlying: UnderlyingMarket, quote: UnderlyingQuoteState, field: number): FieldValue => {
  switch (field) {
    case 3:
    case 29:
      return quote.last;
    case 8:
      return quote.volume;
    case 10:
      return quote.high;
    case 11:
      return quote.low;
    case 12:
      return quote.close;
    case 15:
      return underlying.profile.description;
    case 17:
      return quote.open;
    case 18:
    case 31:
      return rounded(quote.last - quote.close, 2);
    case 19:
      return rounded(quote.close * 1.09, 2);
    case 20:
      return rounded(quote.close * 0.78, 2);
    case 25:
      return underlying.profile.kind === 'index' ? 'Index' : 'NYSE Arca';
    case 32:
      return quote.marketOpen ? 'Normal' : 'Closed';
    case 35:
    case 36:
      return quote.tradeMs;
    case 42:
    case 43:
      return rounded(percentOf(quote.last - quote.close, quote.close), 8);
    default:
      return undefined;
  }
};

/** What only something with a two-sided market has. */
const quotedField = (quote: UnderlyingQuoteState, field: number): FieldValue => {
  switch (field) {
    case 1:
      return quote.bid ?? undefined;
    case 2:
      return quote.ask ?? undefined;
    case 4:
      return quote.bidSize;
    case 5:
      return quote.askSize;
    case 6:
    case 7:
    case 13:
    case 16:
      return 'P';
    case 9:
    case 30:
      return quote.lastSize;
    case 14:
    case 27:
    case 28:
      return true;
    case 33:
      return quote.mark;
    case 34:
    case 37:
    case 38:
      return quote.quoteMs;
    case 39:
    case 40:
    case 41:
      return 'ARCX';
    case 44:
      return rounded(quote.mark - quote.close, 3);
    case 45:
      return rounded(percentOf(quote.mark - quote.close, quote.close), 8);
    case 21:
    case 22:
    case 23:
    case 24:
    case 46:
    case 47:
    case 48:
    case 50:
    case 51:
      return 0;
    case 49:
      return 1;
    default:
      return undefined;
  }
};

/** LEVELONE_EQUITIES of an underlying; sizes in shares. An index has no bid, ask, mark or quote time. */
export const equityFields = (underlying: UnderlyingMarket, at: EpochMs): FieldReader => {
  const quote = underlying.quote(at);
  return (field) =>
    commonField(underlying, quote, field) ?? (underlying.profile.kind === 'index' ? undefined : quotedField(quote, field));
};
