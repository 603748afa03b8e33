import { type BusRecord, encodeEvent, topic } from '@gexstream/bus';
import {
  type Envelope,
  epochMs,
  type Feed,
  type MarketEvent,
  type OptionUpdates,
  optionField,
  sessionDate,
  withoutEventTimes,
} from '@gexstream/domain';
import type { ChainContract } from './option-chain.ts';

/** What a record of topic `market` is stamped with; times in epoch ms. */
export interface Stamp {
  readonly feed: Feed;
  readonly underlying: string;
  readonly partition: number;
  readonly seq: number;
  readonly eventMs: number;
  /** May be finer than a millisecond. */
  readonly receiveMs: number;
}

export const marketRecord = ({ partition, ...stamp }: Stamp, { kind, body }: Pick<MarketEvent, 'kind' | 'body'>): BusRecord => {
  const eventMs = epochMs(stamp.eventMs);
  const receiveMs = epochMs(stamp.receiveMs);
  const event: Envelope<string, unknown> = {
    kind,
    version: 1,
    feed: stamp.feed,
    run: 'bench',
    underlying: stamp.underlying,
    seq: stamp.seq,
    eventMs,
    receiveMs,
    emitMs: receiveMs,
    sessionDate: sessionDate(eventMs),
    body: kind === 'option-updates' ? withoutEventTimes(body as OptionUpdates, eventMs) : body,
  };
  return { topic: topic.market.name, key: stamp.underlying, partition, value: encodeEvent(event), timestampMs: eventMs };
};

/** The whole chain as REST answers it. */
export const chainAnswer = (chain: readonly ChainContract[]): OptionUpdates => ({
  origin: 'rest',
  symbols: chain.map(({ symbol }) => symbol),
  mask: new Uint16Array(chain.length).fill(optionField.openInterest | optionField.iv | optionField.volume),
  columns: {
    openInterest: Float64Array.from(chain, ({ openInterest }) => openInterest),
    iv: Float64Array.from(chain, ({ iv }) => iv),
    volume: Float64Array.from(chain, ({ openInterest }) => Math.floor(openInterest / 10)),
  },
  listing: { fromDate: '2026-01-01', toDate: '2027-12-31', part: 0, parts: 1 },
});

const quoted = optionField.bid | optionField.ask | optionField.bidSize | optionField.askSize | optionField.iv;
const traded = optionField.last | optionField.lastSize | optionField.volume;

/** `rows` updates as a frame of the stream brings them: bid, ask, sizes and IV each, a trade one in eight; none leaves its values' neighbourhood. */
export const optionFrame = (chain: readonly ChainContract[], rows: number, atMs: number, random: () => number): OptionUpdates => {
  const picked = Array.from({ length: rows }, () => chain[Math.floor(random() * chain.length)]!);
  const column = (value: (contract: ChainContract) => number): Float64Array => Float64Array.from(picked, value);
  const times = new Float64Array(rows).fill(atMs);
  return {
    origin: 'stream',
    symbols: picked.map(({ symbol }) => symbol),
    mask: Uint16Array.from(picked, () => (random() < 0.125 ? quoted | traded : quoted)),
    columns: {
      bid: column(({ mid }) => Math.round(mid * 98) / 100),
      ask: column(({ mid }) => Math.round(mid * 102 + 5) / 100),
      bidSize: column(() => Math.ceil(random() * 50)),
      askSize: column(() => Math.ceil(random() * 50)),
      iv: column(({ iv }) => iv * (0.999 + 0.002 * random())),
      last: column(({ mid }) => Math.round(mid * 100) / 100),
      lastSize: column(() => Math.ceil(random() * 10)),
      volume: column(({ openInterest }) => Math.floor(openInterest / 10 + 100 * random())),
    },
    quoteMs: column(() => atMs - Math.floor(random() * 200)),
    tradeMs: times,
    greeksMs: times,
    openInterestMs: times,
  };
};
