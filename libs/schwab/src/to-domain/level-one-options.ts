import { type EpochMs, formatOsi, isAdjustedRoot, type OptionUpdates, parseOsi, underlyingOfRoot } from '@gexstream/domain';
import { streamOptionField, type WireContent } from '../wire/index.ts';
import { settlementLetter } from './chain.ts';
import { OptionColumns } from './option-columns.ts';
import type { Rejections } from './rejections.ts';
import { noteContentDrift } from './schema-drift.ts';
import { amount, ivFromPercent, positive, timeMs } from './wire-value.ts';

/** What ingest asks LEVELONE_OPTIONS for: everything that is read here, ascending, with the obligatory 0. */
export const streamedOptionFields: readonly string[] = [
  streamOptionField.symbol,
  streamOptionField.bid,
  streamOptionField.ask,
  streamOptionField.last,
  streamOptionField.totalVolume,
  streamOptionField.openInterest,
  streamOptionField.volatility,
  streamOptionField.multiplier,
  streamOptionField.bidSize,
  streamOptionField.askSize,
  streamOptionField.lastSize,
  streamOptionField.quoteTime,
  streamOptionField.tradeTime,
  streamOptionField.settlementType,
];

/**
 * The contents of LEVELONE_OPTIONS in one frame, by underlying in order of appearance. `timestampMs` is the frame's: the time of
 * what has none of its own (implied volatility, open interest, quotes whose time did not change with them).
 */
export const optionContentsToUpdates = (
  contents: readonly WireContent[],
  timestampMs: EpochMs,
  tradingDay: boolean,
  rejections: Rejections,
): ReadonlyMap<string, OptionUpdates> => {
  noteContentDrift(contents[0], rejections);
  const byUnderlying = new Map<string, { readonly symbol: string; readonly content: WireContent }[]>();
  for (const content of contents) {
    const option = parseOsi(content.key);
    if (option === null) {
      rejections.add('unreadable symbol', 'contract', content.key);
      continue;
    }
    if (isAdjustedRoot(option.root)) {
      rejections.add('adjusted contract', 'contract', content.key);
      continue;
    }
    const underlying = underlyingOfRoot(option.root);
    const listed = byUnderlying.get(underlying);
    const one = { symbol: formatOsi(option), content };
    if (listed === undefined) byUnderlying.set(underlying, [one]);
    else listed.push(one);
  }
  const updates = new Map<string, OptionUpdates>();
  for (const [underlying, listed] of byUnderlying) {
    // As many rows as it has: a frame of 44 underlyings would else take 44 times the room of its contents.
    const columns = new OptionColumns(listed.length);
    for (const { symbol, content } of listed) addContent(columns, symbol, content, timestampMs, tradingDay, rejections);
    updates.set(underlying, columns.slice('stream', 0, columns.rows));
  }
  return updates;
};

const addContent = (
  columns: OptionColumns,
  symbol: string,
  content: WireContent,
  timestampMs: EpochMs,
  tradingDay: boolean,
  rejections: Rejections,
): void => {
  const field = streamOptionField;
  columns.add(symbol, settlementLetter(content[field.settlementType]), {
    quoteMs: timeMs(content[field.quoteTime], 'quoteMs', symbol, rejections) ?? timestampMs,
    tradeMs: timeMs(content[field.tradeTime], 'tradeMs', symbol, rejections) ?? timestampMs,
    greeksMs: timestampMs,
    openInterestMs: timestampMs,
  });
  columns.set('bid', amount(content[field.bid], 'bid', symbol, rejections));
  columns.set('ask', amount(content[field.ask], 'ask', symbol, rejections));
  columns.set('bidSize', amount(content[field.bidSize], 'bidSize', symbol, rejections));
  columns.set('askSize', amount(content[field.askSize], 'askSize', symbol, rejections));
  columns.set('last', positive(content[field.last], 'last', symbol, rejections));
  columns.set('lastSize', amount(content[field.lastSize], 'lastSize', symbol, rejections));
  columns.set('volume', amount(content[field.totalVolume], 'volume', symbol, rejections));
  columns.set('iv', ivFromPercent(content[field.volatility], symbol, rejections));
  const openInterest = amount(content[field.openInterest], 'openInterest', symbol, rejections);
  columns.set('openInterest', openInterest === 0 && !tradingDay ? undefined : openInterest);
  columns.set('multiplier', positive(content[field.multiplier], 'multiplier', symbol, rejections));
};
