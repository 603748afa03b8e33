import type { Coverage } from '../events/output-event.ts';
import type { EpochMs } from '../time/epoch-ms.ts';
import type { OptionBook } from './option-book.ts';

/** A chain answer older than this, or a stream that the chain has outrun by this much, no longer carries a contract. */
const carriedMsMax = 300_000;

/**
 * Shares of gross gamma by how it is fed: streamed (the stream is up and has spoken of the contract since), polled (a chain answer is at
 * most five minutes old), stale (the rest). Null without gross gamma.
 */
export const coverageOf = (book: OptionBook, grossOf: (row: number) => number, asOf: EpochMs): Coverage | null => {
  const { streamedMs, polledMs } = book.columns;
  let streamed = 0;
  let polled = 0;
  let stale = 0;
  for (let row = 0; row < book.length; row++) {
    const gross = grossOf(row);
    if (gross === 0) continue;
    const onStream =
      book.stream === 'up' && streamedMs[row]! >= book.streamUpMs && polledMs[row]! <= streamedMs[row]! + carriedMsMax;
    if (onStream) streamed += gross;
    else if (asOf - polledMs[row]! <= carriedMsMax) polled += gross;
    else stale += gross;
  }
  const all = streamed + polled + stale;
  return all > 0 ? { streamed: streamed / all, polled: polled / all, stale: stale / all } : null;
};
