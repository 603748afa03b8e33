import { type BusAdmin, decodeEvent, partitionOf, type StoredRecord, topic } from '@gexstream/bus';
import {
  type BookColumns,
  type Carry,
  type CellsEvent,
  type EpochMs,
  epochMs,
  expiryTerm,
  type IvSource,
  ivSources,
  type MergedField,
  spotOf,
} from '@gexstream/domain';
import { measure } from './exposure-outputs.ts';
import { inputOf, newestSnapshot } from './logged-inputs.ts';
import { underlying } from './underlying.actor.ts';
import { initialState, type UnderlyingState } from './underlying-state.ts';

const chunkRecords = 500;

/** The book that a record of `cells` was computed from, contract by contract: enough to compute it again with another program. */
export interface BookInspection {
  readonly symbol: string;
  readonly asOf: EpochMs;
  readonly spot: number;
  readonly carry: Carry;
  readonly contracts: readonly InspectedContract[];
}

export interface InspectedContract {
  readonly symbol: string;
  readonly expiry: string;
  readonly settlement: 'am' | 'pm';
  readonly side: 'call' | 'put';
  readonly strike: number;
  readonly openInterest: number;
  readonly volume: number;
  readonly multiplier: number;
  /** A fraction a year, null when none is known; then the contract counts nowhere. */
  readonly iv: number | null;
  readonly ivSource: IvSource | null;
  /** To settlement, in 365-day years, floored at a minute; 0 when it has settled. */
  readonly years: number;
  /** Continuously compounded, a year: what the expiry is priced with. With carry `parity`, the yield that quotes imply. */
  readonly rate: number;
  readonly dividendYield: number;
  /** Listed by the newest chain answer. */
  readonly listed: boolean;
  /** As computed: USD per 1 % move, puts negative. */
  readonly gex: number;
  /** When the stream and when a chain last spoke of it; null for never. */
  readonly streamedMs: EpochMs | null;
  readonly polledMs: EpochMs | null;
  /** Source time of its newest bid or ask, trade, streamed or chain IV, open interest; null while there is none. */
  readonly quoteMs: EpochMs | null;
  readonly tradeMs: EpochMs | null;
  readonly ivMs: EpochMs | null;
  readonly openInterestMs: EpochMs | null;
}

/** The newest published cells' model and moment, or null when there are none. */
export const newestCells = async (bus: BusAdmin, symbol: string): Promise<CellsEvent | null> => {
  const key = `cells/${symbol}`;
  for (const { partition, start, end } of await bus.offsets(topic.latest.name)) {
    for (const record of await bus.read(topic.latest.name, partition, start, end, Number.MAX_SAFE_INTEGER))
      if (record.key === key && record.value !== null) return decodeEvent(record.value) as CellsEvent;
  }
  return null;
};

/**
 * Rebuilds an underlying's book as of a moment of its published cells from the log: the newest snapshot that is not later, then the inputs
 * up to the moment, through the same behaviour that runs live. Null when the log does not reach back that far.
 */
export const inspectBook = async (bus: BusAdmin, symbol: string, asOf: EpochMs, carry: Carry): Promise<BookInspection | null> => {
  const { name } = topic.market;
  const partition = partitionOf(symbol, topic.market.partitions);
  const snapshot = await newestSnapshot(bus, symbol, asOf - 1);
  const state = initialState(symbol, carry, snapshot);
  let offset = snapshot?.nextOffset ?? 0;
  for (;;) {
    const records = await bus.read(name, partition, offset, Number.MAX_SAFE_INTEGER, chunkRecords);
    if (records.length === 0) break;
    offset = records.at(-1)!.offset + 1;
    if (replay(state, records, symbol, asOf) === 'reached') return inspected(state, asOf, carry);
  }
  return state.clockMs === asOf ? inspected(state, asOf, carry) : null;
};

const replay = (
  state: UnderlyingState,
  records: readonly StoredRecord[],
  symbol: string,
  asOf: EpochMs,
): 'reached' | 'goes on' => {
  for (const record of records) {
    const event = inputOf(record, symbol);
    if (event === null) continue;
    if (event.eventMs >= asOf) return 'reached';
    underlying(state, { event, offset: record.offset }, event.eventMs);
  }
  return 'goes on';
};

const inspected = (state: UnderlyingState, asOf: EpochMs, carry: Carry): BookInspection | null => {
  if (measure(state, asOf) === null) return null;
  const { book } = state;
  const { columns } = book;
  const exposure = state.exposure!;
  const positions = state.positions!;
  const contracts = book.symbols.map((symbol, row): InspectedContract => {
    const slot = book.expiries[columns.expiryIndex[row]!]!;
    const source = positions.ivSource[row]!;
    const term = expiryTerm(slot, asOf, carry);
    return {
      symbol,
      expiry: slot.expiry,
      settlement: slot.settlement,
      side: columns.side[row] === 1 ? 'call' : 'put',
      strike: columns.strike[row]!,
      openInterest: positions.openInterest[row]!,
      volume: positions.volume[row]!,
      multiplier: columns.multiplier[row]!,
      iv: source === 0 ? null : positions.iv[row]!,
      ivSource: source === 0 ? null : ivSources[source - 1]!,
      years: slot.settlesMs > asOf ? term.years : 0,
      rate: term.rate,
      dividendYield: term.dividendYield,
      listed: columns.listed[row] === 1,
      gex: exposure.contribution(row),
      streamedMs: known(columns.streamedMs[row]!),
      polledMs: known(columns.polledMs[row]!),
      quoteMs: newest(columns, ['bid', 'ask'], row),
      tradeMs: newest(columns, ['last'], row),
      ivMs: newest(columns, ['streamIv', 'chainIv'], row),
      openInterestMs: newest(columns, ['openInterest'], row),
    };
  });
  return { symbol: book.underlying, asOf, spot: spotOf(book), carry, contracts };
};

const known = (atMs: number): EpochMs | null => (Number.isFinite(atMs) ? epochMs(atMs) : null);

const newest = ({ timeMs }: BookColumns, fields: readonly MergedField[], row: number): EpochMs | null =>
  known(Math.max(...fields.map((field) => timeMs[field][row]!)));
