import { type OptionUpdates, optionField } from '../events/option-updates.ts';
import type { EpochMs } from '../time/epoch-ms.ts';
import { sourceTime } from './merge-updates.ts';
import type { OptionBook } from './option-book.ts';

/**
 * Says of each trade that a streamed record tells of who wanted it, by the quote known before (Lee and Ready): at the ask or nearer to it a
 * customer bought, at the bid or nearer to it one sold, in the middle the last price before decides; else nobody says, and the trade counts
 * nowhere. To be called before the record is merged.
 *
 * A record tells how many contracts were traded by then, so trades between two records are one, at the last one's price. What a contract's
 * first record after a connection sums up, and what only chain answers tell, stays unclassified.
 */
export const classifyTrades = (book: OptionBook, updates: OptionUpdates, eventMs: EpochMs, sessionStartMs: EpochMs): void => {
  const { symbols, mask, origin, columns: told } = updates;
  if (origin !== 'stream' || book.stream !== 'up' || told.volume === undefined) return;
  const { columns, rowOfSymbol } = book;
  const { value, timeMs, streamedMs, signedVolume, classifiedVolume } = columns;
  /** A record may name a contract twice. */
  const counted = new Map<number, number>();
  for (let i = 0; i < symbols.length; i++) {
    if ((mask[i]! & optionField.volume) === 0) continue;
    const row = rowOfSymbol.get(symbols[i]!);
    if (row === undefined || !(streamedMs[row]! >= book.streamUpMs)) continue;
    const tradedMs = sourceTime(updates.tradeMs?.[i], eventMs);
    const knownMs = timeMs.volume[row]!;
    if (tradedMs < sessionStartMs || tradedMs < knownMs) continue;
    // What is known from the session before is no part of today's.
    const before = Math.max(knownMs >= sessionStartMs ? value.volume[row]! : 0, counted.get(row) ?? 0);
    const size = told.volume[i]! - before;
    if (!(size > 0 && size < Infinity)) continue;
    counted.set(row, told.volume[i]!);
    const price = (mask[i]! & optionField.last) !== 0 ? told.last![i]! : value.last[row]!;
    const side = aggressor(price, value.last[row]!, quoteBefore(book, row, updates, i));
    signedVolume[row]! += side * size;
    classifiedVolume[row]! += Math.abs(side) * size;
  }
};

interface Quote {
  readonly bid: number;
  readonly ask: number;
}

/** Of a contract without a quote so far, the one that came with the trade. */
const quoteBefore = (
  { columns: { value } }: OptionBook,
  row: number,
  { mask, columns: told }: OptionUpdates,
  i: number,
): Quote => {
  const known = { bid: value.bid[row]!, ask: value.ask[row]! };
  const both = optionField.bid | optionField.ask;
  return known.ask > known.bid || (mask[i]! & both) !== both ? known : { bid: told.bid![i]!, ask: told.ask![i]! };
};

/** 1: a customer bought; −1: one sold; 0: nobody can say. */
const aggressor = (price: number, lastBefore: number, { bid, ask }: Quote): 1 | -1 | 0 => {
  if (!(price > 0 && bid >= 0 && ask > bid)) return 0;
  const fromMiddle = price - (bid + ask) / 2;
  if (fromMiddle !== 0) return fromMiddle > 0 ? 1 : -1;
  return price > lastBefore ? 1 : price < lastBefore ? -1 : 0;
};

/** A new session: nothing has been traded in it. */
export const forgetTrades = ({ columns }: OptionBook): void => {
  columns.signedVolume.fill(0);
  columns.classifiedVolume.fill(0);
};
