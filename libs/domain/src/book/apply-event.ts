import type { MarketEvent } from '../events/market-event.ts';
import { mergeUpdates } from './merge-updates.ts';
import { mergeQuote, type OptionBook } from './option-book.ts';

/** What an event may have altered: nothing, single contracts (told one by one), the spot, or the set of contracts itself. */
export type BookChange = 'none' | 'rows' | 'spot' | 'structure';

/** Applies one input to the book. The event's shape has been checked; whatever its values are, this does not throw. */
export const applyEvent = (book: OptionBook, event: MarketEvent, onChanged: (row: number) => void): BookChange => {
  switch (event.kind) {
    case 'underlying-quote':
      mergeQuote(book, event.body, event.eventMs);
      return 'spot';
    case 'option-updates': {
      const before = book.structure;
      mergeUpdates(book, event.body, event.eventMs, onChanged);
      return book.structure === before ? 'rows' : 'structure';
    }
    case 'feed-link':
      if (event.body.stream === 'up' && book.stream === 'down') book.streamUpMs = event.eventMs;
      book.stream = event.body.stream;
      return 'none';
    case 'gap':
      book.lastGap = event.body;
      return 'none';
    case 'chain-round':
      book.wholeSession = event.sessionDate;
      return 'none';
    case 'underlying-bar':
    case 'demand-round':
    case 'time-mark':
      return 'none';
  }
};
