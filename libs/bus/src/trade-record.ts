import { createHash } from 'node:crypto';
import {
  type EpochMs,
  type Feed,
  placeOf,
  schemaVersion,
  sessionDate,
  type Trade,
  type TradeEvent,
  type TradePlace,
  tradeKey,
} from '@gexstream/domain';
import type { BusRecord } from './bus.ts';
import { encodeEvent } from './codec/index.ts';
import { topic } from './topics.ts';

export interface TradeStamp {
  readonly feed: Feed;
  /** Of the process that says it. */
  readonly run: string;
  /** The feed's time. */
  readonly now: EpochMs;
}

/** A trade as it is from now on. */
export const tradeRecord = (trade: Trade, { feed, run, now }: TradeStamp): BusRecord => {
  const event: TradeEvent = {
    kind: 'trade',
    version: schemaVersion.trade,
    feed,
    run,
    underlying: trade.symbol,
    seq: 0,
    eventMs: now,
    receiveMs: now,
    emitMs: now,
    sessionDate: sessionDate(now),
    body: trade,
  };
  return { topic: topic.trades.name, key: tradeKey(placeOf(trade)), value: encodeEvent(event), timestampMs: now };
};

/** Nothing of the trade is left: neither on the topic nor, once the history has read it, in its table. */
export const tradeRemoval = (place: TradePlace, now: EpochMs): BusRecord => ({
  topic: topic.trades.name,
  key: tradeKey(place),
  value: null,
  timestampMs: now,
});

/**
 * The id of an entry follows from what it is, so that one that is sent again, after an answer that was lost, is the one that is there. Of
 * 500 trades of an owner two have the same by chance once in nine thousand times.
 */
export const tradeId = ({ owner, symbol, expiry, strike, side, direction, quantity, entry }: Omit<Trade, 'id'>): string => {
  const facts = [owner, symbol, expiry, strike, side, direction, quantity, entry.atMs, entry.price].join(' ');
  const bytes = createHash('sha256').update(facts).digest();
  return Array.from(bytes.subarray(0, 6), (byte) => letters[byte % letters.length]).join('');
};

const letters = 'abcdefghijklmnopqrstuvwxyz234567';
