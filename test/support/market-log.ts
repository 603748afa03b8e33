import { type BusRecord, encodeEvent, partitionCount, partitionOf, topic } from '@gexstream/bus';
import {
  blackScholesPrice,
  type Envelope,
  type EpochMs,
  easternTime,
  epochMs,
  formatOsi,
  type Gap,
  type MarketEvent,
  type OptionUpdates,
  optionField,
  parseOsi,
  sessionDate,
  settlesMs,
  type UnderlyingBar,
  yearsToSettlement,
} from '@gexstream/domain';

/** A small, seeded log of topic `market`: one chain, then ticks, option deltas and time marks, as ingest would have numbered them. */
export interface MarketLogOptions {
  readonly seed: number;
  readonly symbols: readonly string[];
  readonly seconds: number;
  /** Also bars, a gap, and what ingest repeats on `ticks`: everything that the history keeps. */
  readonly withTicks?: boolean;
}

const spotAtOpen = 6000;
const expiries = ['2026-11-20', '2026-11-23', '2026-12-18'];
export const logStartMs = easternTime('2026-11-20', 10, 0);

export const marketLog = ({ seed, symbols, seconds, withTicks = false }: MarketLogOptions): readonly BusRecord[] => {
  const random = mulberry32(seed);
  const seqs = new Map(symbols.map((symbol) => [symbol, 0]));
  const records: BusRecord[] = [];
  const put = (underlying: string, atMs: number, body: Pick<MarketEvent, 'kind' | 'body'>): void => {
    const seq = (seqs.get(underlying) ?? 0) + 1;
    seqs.set(underlying, seq);
    const event = envelope(underlying, seq, atMs, body);
    records.push(record(event, partitionOf(underlying, partitionCount)));
    if (withTicks && tickKinds.has(body.kind))
      records.push({ ...record(event, partitionOf(underlying, partitionCount)), topic: topic.ticks.name });
  };

  const traded: Traded = new Map();
  const contracts = symbols.map((symbol) => ({ symbol, names: contractNames(symbol) }));
  for (const { symbol, names } of contracts) {
    put(symbol, logStartMs, { kind: 'feed-link', body: { stream: 'up', reason: 'log in' } });
    put(symbol, logStartMs, { kind: 'underlying-quote', body: { origin: 'rest', last: spotAtOpen } });
    put(symbol, logStartMs, { kind: 'option-updates', body: chain(names, random, traded, spotAtOpen, logStartMs) });
    put(symbol, logStartMs, { kind: 'chain-round', body: { windows: 1, givenUp: 0 } });
  }
  let spot = spotAtOpen;
  for (let ms = 250; ms <= seconds * 1000; ms += 250) {
    const at = logStartMs + ms;
    for (const { symbol, names } of contracts) {
      spot += (random() - 0.5) * 2;
      put(symbol, at - 20, { kind: 'underlying-quote', body: { origin: 'stream', last: Math.round(spot * 100) / 100 } });
      put(symbol, at - 10, { kind: 'option-updates', body: deltas(names, random, traded) });
      if (ms === secondChainMs)
        put(symbol, at - 8, { kind: 'option-updates', body: chain(names, random, traded, spot, epochMs(at)) });
      if (withTicks && ms % 60_000 === 0) put(symbol, at - 5, { kind: 'underlying-bar', body: bar(at - 60_000, spot) });
      if (withTicks && ms === 45_000) put(symbol, at - 5, { kind: 'gap', body: gap(at - 1_000, at - 5) });
    }
    for (let partition = 0; partition < partitionCount; partition++)
      records.push(record(envelope('*', 0, at + 3, { kind: 'time-mark', body: {} }), partition));
  }
  return records;
};

const contractNames = (root: string): readonly string[] =>
  expiries.flatMap((expiry) =>
    Array.from({ length: 41 }, (_, index) => spotAtOpen - 200 + index * 10).flatMap((strike) =>
      (['call', 'put'] as const).map((side) => formatOsi({ root, expiry, side, strike })),
    ),
  );

/** What the quotes of a chain are priced with: another yield than the product would take without them. */
export const marketRates = { rate: 0.043, dividendYield: 0.02 };
/** Between the first snapshot and the second. */
const secondChainMs = 40_000;

/** Contracts traded so far, by symbol. */
type Traded = Map<string, number>;

const trade = (traded: Traded, symbol: string, contracts: number): number => {
  const volume = (traded.get(symbol) ?? 0) + contracts;
  traded.set(symbol, volume);
  return volume;
};

const chain = (symbols: readonly string[], random: () => number, traded: Traded, spot: number, at: EpochMs): OptionUpdates => ({
  origin: 'rest',
  symbols,
  mask: new Uint16Array(symbols.length).fill(
    optionField.openInterest | optionField.iv | optionField.volume | optionField.bid | optionField.ask,
  ),
  columns: {
    bid: Float64Array.from(symbols, (symbol) => mid(symbol, spot, at) * 0.99),
    ask: Float64Array.from(symbols, (symbol) => mid(symbol, spot, at) * 1.01),
    openInterest: Float64Array.from(symbols, () => Math.floor(random() * 5000)),
    iv: Float64Array.from(symbols, () => 0.1 + random() * 0.1),
    volume: Float64Array.from(symbols, (symbol) => trade(traded, symbol, Math.floor(random() * 500))),
  },
  listing: { fromDate: expiries[0]!, toDate: expiries.at(-1)!, part: 0, parts: 1 },
});

const mid = (symbol: string, spot: number, at: EpochMs): number => {
  const { expiry, strike, side } = parseOsi(symbol)!;
  const years = yearsToSettlement(at, settlesMs(expiry, 'pm'));
  return blackScholesPrice({ side, spot, strike, years, volatility: 0.15, ...marketRates });
};

const tickKinds: ReadonlySet<string> = new Set(['underlying-quote', 'underlying-bar', 'gap']);

const bar = (startMs: number, close: number): UnderlyingBar => ({
  startMs: epochMs(startMs),
  open: spotAtOpen,
  high: Math.max(close, spotAtOpen),
  low: Math.min(close, spotAtOpen),
  close,
  volume: 1_000,
});

const gap = (fromMs: number, toMs: number): Gap => ({ fromMs: epochMs(fromMs), toMs: epochMs(toMs), reason: 'recorded' });

const deltas = (all: readonly string[], random: () => number, traded: Traded): OptionUpdates => {
  const symbols = Array.from({ length: 12 }, () => all[Math.floor(random() * all.length)]!);
  const iv = Float64Array.from(symbols, () => 0.1 + random() * 0.1);
  const volume = Float64Array.from(symbols, (symbol) => trade(traded, symbol, 1 + Math.floor(random() * 500)));
  return {
    origin: 'stream',
    symbols,
    mask: new Uint16Array(symbols.length).fill(optionField.iv | optionField.volume | optionField.last),
    columns: {
      iv,
      volume,
      // At the ask of the first chain, or at its bid.
      last: Float64Array.from(symbols, (symbol, i) => mid(symbol, spotAtOpen, logStartMs) * (volume[i]! % 2 === 0 ? 1.01 : 0.99)),
    },
  };
};

const envelope = (
  underlying: string,
  seq: number,
  atMs: number,
  { kind, body }: Pick<MarketEvent, 'kind' | 'body'>,
): Envelope<string, unknown> => ({
  kind,
  version: 1,
  feed: 'sim',
  run: 'recorded',
  underlying,
  seq,
  eventMs: epochMs(atMs),
  receiveMs: epochMs(atMs),
  emitMs: epochMs(atMs),
  sessionDate: sessionDate(epochMs(atMs)),
  body,
});

const record = (event: Envelope<string, unknown>, partition: number): BusRecord => ({
  topic: topic.market.name,
  key: event.underlying,
  partition,
  value: encodeEvent(event),
  timestampMs: event.eventMs,
});

/** A small seeded generator (Tommy Ettinger's mulberry32): good enough to vary test data, the same everywhere. */
export const mulberry32 = (seed: number): (() => number) => {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
};
