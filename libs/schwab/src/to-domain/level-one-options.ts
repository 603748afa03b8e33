import type { EpochMs, OptionUpdates } from '@gexstream/domain';
import type { ScannedContent } from '../stream/scanned-content.ts';
import { streamOptionField, type WireContent } from '../wire/index.ts';
import { settlementLetter } from './chain.ts';
import type { FrameContext } from './frame.ts';
import { OptionColumns } from './option-columns.ts';
import { addPlainContent } from './plain-content.ts';
import type { Rejections } from './rejections.ts';
import { noteContentDrift } from './schema-drift.ts';
import { streamedContract } from './streamed-contract.ts';
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
 * Takes the contents of LEVELONE_OPTIONS of one part of a frame, one after the other. `timestampMs` is the part's: the time of what has none of
 * its own (implied volatility, open interest, quotes whose time did not change with them).
 */
export class OptionContents {
  readonly #timestampMs: EpochMs;
  readonly #context: FrameContext;
  readonly #rejections: Rejections;
  /** In order of appearance. */
  readonly #byUnderlying = new Map<string, OptionColumns>();
  #isFirst = true;

  constructor(timestampMs: EpochMs, context: FrameContext, rejections: Rejections) {
    this.#timestampMs = timestampMs;
    this.#context = context;
    this.#rejections = rejections;
  }

  take(content: WireContent): void {
    if (this.#isFirst) noteContentDrift(content, this.#rejections);
    const place = this.#placeOf(content.key);
    if (place !== null)
      addContent(place.columns, place.symbol, content, this.#timestampMs, this.#context.tradingDay, this.#rejections);
  }

  /** The same of one that nobody has parsed. */
  takeScanned(content: ScannedContent): void {
    if (this.#isFirst) noteContentDrift(content.toWire(), this.#rejections);
    const place = this.#placeOf(content.key);
    if (place === null) return;
    const { columns, symbol } = place;
    const { tradingDay } = this.#context;
    if (!addPlainContent(columns, symbol, content, this.#timestampMs, tradingDay))
      addContent(columns, symbol, content.toWire(), this.#timestampMs, tradingDay, this.#rejections);
  }

  *updates(): Generator<readonly [string, OptionUpdates]> {
    for (const [underlying, columns] of this.#byUnderlying) yield [underlying, columns.slice('stream', 0, columns.rows)];
  }

  #placeOf(key: string): { readonly columns: OptionColumns; readonly symbol: string } | null {
    this.#isFirst = false;
    const contract = streamedContract(key);
    if ('left' in contract) {
      this.#rejections.add(contract.left, 'contract', key);
      return null;
    }
    const { symbol, underlying } = contract;
    if (this.#context.isWanted?.(underlying) === false) return null;
    let columns = this.#byUnderlying.get(underlying);
    if (columns === undefined) {
      columns = clearColumns(this.#byUnderlying.size);
      this.#byUnderlying.set(underlying, columns);
    }
    return { columns, symbol };
  }
}

const firstRows = 32;
/** As many as one part has had underlyings, for the next one: to make them took as long as to fill them. Nobody else runs meanwhile. */
const scratch: OptionColumns[] = [];

const clearColumns = (index: number): OptionColumns => {
  const columns = scratch[index] ?? new OptionColumns(firstRows);
  scratch[index] = columns;
  columns.clear();
  return columns;
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
