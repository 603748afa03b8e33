import { type BusRecord, encodeEvent, topic } from '@gexstream/bus';
import { type Envelope, epochMs, type Feed, type FeedStatus } from '@gexstream/domain';

/** A Friday, 11:00 in New York: what seconds below count from. */
export const eleven = Date.UTC(2026, 10, 20, 16);

const record = (name: string, kind: string, key: string, second: number, body: unknown, feed: Feed = 'sim'): BusRecord => {
  const ms = Math.round(second * 1_000);
  const at = epochMs(eleven + ms);
  const times = { eventMs: at, receiveMs: at, emitMs: at, sessionDate: '2026-11-20' };
  const event = { kind, version: 1, feed, run: 'r', underlying: key, seq: ms, ...times, body } as Envelope<string, unknown>;
  return { topic: name, key, value: encodeEvent(event), timestampMs: at };
};
/** SPX at a spot; its flip is 5 600. */
export const levels = (second: number, spot: number, feed?: Feed): BusRecord =>
  record(
    topic.levels.name,
    'levels',
    'SPX',
    second,
    { spot, zeroGamma: 5600, callWall: 5700, putWall: 5500, total: { net: 1e9 } },
    feed,
  );
/** Of a stream that went away, and of a login that ends in an hour. */
export const status = (second: number, lastEventSecond: number): BusRecord => {
  const at = eleven + second * 1_000;
  const body: FeedStatus = {
    state: 'reconnecting',
    detail: 'the stream went away',
    wallMs: epochMs(at),
    speed: 1,
    symbols: [
      {
        underlying: 'SPX',
        contracts: 9,
        streamed: 9,
        polled: 0,
        lastChainMs: null,
        lastEventMs: epochMs(eleven + lastEventSecond * 1_000),
      },
    ],
    lastGap: null,
    loginExpiresMs: epochMs(at + 3_600_000),
    restCircuit: 'closed',
  };
  return { ...record(topic.feedStatus.name, 'feed-status', '*', second, body), key: 'ingest' };
};
