import { type BusRecord, partitionCount, partitionOf } from '@gexstream/bus';
import { easternTime, type Feed, type MarketEvent } from '@gexstream/domain';
import { chainAnswer, marketRecord, optionFrame } from './market-records.ts';
import { optionChain } from './option-chain.ts';
import { seededRandom } from './random.ts';

export interface MarketFramesOptions {
  readonly feed: Feed;
  /** Rows of option updates in all frames together. */
  readonly updates: number;
  /** Rows in a frame, all of one underlying; 1 gives a record per update. */
  readonly rowsPerFrame: number;
  /** Of event time: decides how much of the cadence (levels every 250 ms …) falls on an update. */
  readonly updatesPerSecond: number;
  readonly contractsPerUnderlying: number;
}

/** Records of topic `market` as ingest would have numbered, stamped and encoded them. */
export interface MarketFrames {
  /** Each underlying's spot, whole chain and end of its round. */
  readonly opening: readonly BusRecord[];
  /** Option updates, with a tick of each underlying and a time mark in each partition every 250 ms of event time. */
  readonly frames: readonly BusRecord[];
  /** Time marks past the last frame: what is due by then comes out. */
  readonly closing: readonly BusRecord[];
}

/** They lie in four different partitions of twelve. */
export const underlyings = ['SPX', 'SPY', 'QQQ', 'IWM'];
export const spotAtOpen = 6000;
export const session = '2026-11-20';
/** Half a second before a full minute, so that a profile and a snapshot fall into the shortest run. */
export const framesStartMs = easternTime(session, 10, 0) - 500;
const marksEveryMs = 250;

/** Numbers the records of each underlying. */
export const recordMaker = (feed: Feed) => {
  const seqs = new Map(underlyings.map((name) => [name, 0]));
  return (underlying: string, eventMs: number, event: Pick<MarketEvent, 'kind' | 'body'>, receiveMs = eventMs): BusRecord => {
    const seq = seqs.get(underlying)! + 1;
    seqs.set(underlying, seq);
    const partition = partitionOf(underlying, partitionCount);
    return marketRecord({ feed, underlying, partition, seq, eventMs, receiveMs }, event);
  };
};

export const timeMarks = (feed: Feed, eventMs: number): BusRecord[] =>
  Array.from({ length: partitionCount }, (_, partition) =>
    marketRecord({ feed, underlying: '*', partition, seq: 0, eventMs, receiveMs: eventMs }, { kind: 'time-mark', body: {} }),
  );

export const openingRecords = (
  make: ReturnType<typeof recordMaker>,
  chains: ReadonlyMap<string, ReturnType<typeof optionChain>>,
): readonly BusRecord[] => {
  const atMs = framesStartMs - 100;
  return [...chains].flatMap(([name, chain]) => [
    make(name, atMs, { kind: 'feed-link', body: { stream: 'up', reason: 'log in' } }),
    make(name, atMs, { kind: 'underlying-quote', body: { origin: 'rest', last: spotAtOpen } }),
    make(name, atMs, { kind: 'option-updates', body: chainAnswer(chain) }),
    make(name, atMs, { kind: 'chain-round', body: { windows: 1, givenUp: 0 } }),
  ]);
};

export const chainsOf = (contracts: number, random: () => number) =>
  new Map(underlyings.map((name) => [name, optionChain(name, session, contracts, spotAtOpen, random)]));

/** Equal options give equal bytes. */
export const marketFrames = (options: MarketFramesOptions): MarketFrames => {
  const { feed, updates, rowsPerFrame, updatesPerSecond } = options;
  const random = seededRandom(20_261_120);
  const make = recordMaker(feed);
  const chains = chainsOf(options.contractsPerUnderlying, random);
  const opening = openingRecords(make, chains);
  const frames: BusRecord[] = [];
  let spot = spotAtOpen;
  let markedMs = framesStartMs;
  for (let done = 0, turn = 0; done < updates; turn++) {
    const name = underlyings[turn % underlyings.length]!;
    const rows = Math.min(rowsPerFrame, updates - done);
    done += rows;
    const atMs = Math.floor(framesStartMs + (done / updatesPerSecond) * 1000);
    for (; markedMs + marksEveryMs <= atMs; markedMs += marksEveryMs) {
      spot = Math.round((spot + random() - 0.5) * 100) / 100;
      for (const each of underlyings)
        frames.push(make(each, markedMs + marksEveryMs, { kind: 'underlying-quote', body: { origin: 'stream', last: spot } }));
      frames.push(...timeMarks(feed, markedMs + marksEveryMs));
    }
    frames.push(make(name, atMs, { kind: 'option-updates', body: optionFrame(chains.get(name)!, rows, atMs, random) }));
  }
  return { opening, frames, closing: timeMarks(feed, markedMs + marksEveryMs) };
};
