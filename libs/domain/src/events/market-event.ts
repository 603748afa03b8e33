import type { EpochMs } from '../time/epoch-ms.ts';
import type { DemandApp } from './demand.ts';
import type { Envelope } from './envelope.ts';
import type { OptionUpdates } from './option-updates.ts';

/** Everything that reaches a processor, in the one order of topic `market`. */
export type MarketEvent =
  | Envelope<'underlying-quote', UnderlyingQuote>
  | Envelope<'underlying-bar', UnderlyingBar>
  | Envelope<'option-updates', OptionUpdates>
  | Envelope<'chain-round', ChainRound>
  | Envelope<'demand-round', DemandRound>
  | Envelope<'feed-link', FeedLink>
  | Envelope<'gap', Gap>
  | Envelope<'time-mark', TimeMark>;

export type MarketEventKind = MarketEvent['kind'];

/** A tick of the underlying. Absent fields have not changed. Prices in points. */
export interface UnderlyingQuote {
  readonly origin: 'stream' | 'rest';
  readonly bid?: number;
  readonly ask?: number;
  readonly last?: number;
  readonly mark?: number;
  /** Shares traded today. */
  readonly volume?: number;
  readonly quoteMs?: EpochMs;
  readonly tradeMs?: EpochMs;
}

/** One minute of the underlying; prices in points, volume in shares. */
export interface UnderlyingBar {
  readonly startMs: EpochMs;
  readonly open: number;
  readonly high: number;
  readonly low: number;
  readonly close: number;
  readonly volume: number;
}

/** Every window of the chain has been asked for once more: until the first one of a session, what is known is a part. */
export interface ChainRound {
  readonly windows: number;
  /** Windows that did not answer in this round: what they list is as the last answer left it. */
  readonly givenUp: number;
}

/** What an app's demand for a chain came to: the answers, if any, stand right before it. */
export interface DemandRound {
  readonly app: DemandApp;
  /** As demanded. */
  readonly fromDate: string;
  readonly toDate: string;
  /** REST calls that it took, failed ones included. */
  readonly calls: number;
  readonly windows: number;
  readonly givenUp: number;
  /** Why windows were given up; empty when none was. */
  readonly reason: string;
}

/** The stream went up or down; while it is down nothing counts as streamed. */
export interface FeedLink {
  readonly stream: 'up' | 'down';
  readonly reason: string;
}

/** Nothing was received between the two moments: said, never guessed over. */
export interface Gap {
  readonly fromMs: EpochMs;
  readonly toMs: EpochMs;
  readonly reason: string;
}

/** Event time has come this far although nothing else may have happened; every 250 ms on every partition. */
export type TimeMark = Record<string, never>;
