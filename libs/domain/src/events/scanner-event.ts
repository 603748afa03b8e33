import type { ExpiryVolume } from '../scanner/expiry-volume.ts';
import type { MarketSentiment, SentimentRow } from '../scanner/market-sentiment.ts';
import type { ContractFlow, Opportunity } from '../scanner/opportunity.ts';
import type { Outcome } from '../scanner/outcome.ts';
import type { FlowConviction, PremiumFlow } from '../scanner/premium-flow.ts';
import type { SkewBlock } from '../scanner/skew-block.ts';
import type { EpochMs } from '../time/epoch-ms.ts';
import type { Envelope } from './envelope.ts';

interface Aged {
  /** Source time of the newest thing known of the underlying: a look may come long after the chain that it sees. Records from before this was told do not have it. */
  readonly newestMs?: EpochMs;
}

/** What the age of such a record is counted from. */
export const toldMs = ({ eventMs, body }: { readonly eventMs: EpochMs; readonly body: Aged }): EpochMs =>
  body.newestMs ?? eventMs;

/** What `apps/scanner` publishes of one symbol, keyed by it. */
export type ScannerEvent = FlowEvent | SkewEvent | OpportunitiesEvent | OutcomeEvent;

/** Topic `flow`: every full minute, and at once when a contract crosses a threshold. */
export type FlowEvent = Envelope<'flow', Flow>;
/** Topic `skew`: every full minute. */
export type SkewEvent = Envelope<'skew', Skew>;
/** Topic `opportunities`: every full minute, and at once when a contract becomes one or rises by a band. */
export type OpportunitiesEvent = Envelope<'opportunities', Opportunities>;
/** Topic `outcomes`: once for each horizon of each opportunity that is followed. */
export type OutcomeEvent = Envelope<'outcome', Outcome>;

export type Crossing = 'whale' | 'fresh' | 'premium';

export interface Flow extends Aged {
  /** In points. */
  readonly spot: number;
  /** Shares traded today; 0 where nobody says it, such as of an index: then nothing has a whale score. */
  readonly underlyingVolume: number;
  readonly conviction: FlowConviction;
  readonly expiries: readonly (ExpiryVolume & { readonly expiry: string })[];
  /** True on a full minute: all contracts that are flow of any kind now. Else those alone that crossed a threshold just then. */
  readonly whole: boolean;
  /** The largest premium first, 300 at most. */
  readonly contracts: readonly FlowRow[];
}

export interface FlowRow extends ContractFlow {
  readonly premium: PremiumFlow | null;
  /** In which ways it rose above what it had been today, just now. */
  readonly crossed: readonly Crossing[];
}

export interface Skew extends Aged {
  readonly spot: number;
  /** Of the scan that falls on this minute; null on all other minutes. */
  readonly scanId: string | null;
  readonly expiries: readonly (SkewBlock & { readonly expiry: string })[];
}

export interface Opportunities extends Aged {
  readonly spot: number;
  /** True on a full minute: all there are now. Else those alone that rose just then. */
  readonly whole: boolean;
  /** The strongest first, 100 at most. */
  readonly rows: readonly OpportunityRow[];
}

export interface OpportunityRow extends Opportunity {
  readonly volumeOfExpiry: ExpiryVolume;
  readonly skew: SkewBlock;
  /** It became an opportunity, or rose by a band, just now. */
  readonly crossed: boolean;
}

/** Topic `sentiment`: once a scan, of all symbols together; the underlying is `*`. */
export type SentimentEvent = Envelope<'sentiment', MarketSentiment & { readonly scanId: string }>;

/** Topic `scan-runs`, keyed by the scan: when it begins, and how it ended. */
export type ScanRunEvent = Envelope<'scan-run', ScanRun>;

export interface ScanRun {
  readonly scanId: string;
  /** When its chains were asked for. */
  readonly startMs: EpochMs;
  /** Null while it runs. */
  readonly endMs: EpochMs | null;
  readonly status: 'running' | 'completed' | 'failed';
  readonly stocksScanned: number;
  readonly expiriesScanned: number;
  /** REST calls made for it, failed ones included. */
  readonly totalApiCalls: number;
  /** Why it failed, or what was left out; empty when all went well. */
  readonly detail: string;
}

/** Topic `scan-results`: what one partition of `market` saw at a scan, once all its symbols have come that far. */
export type PartitionScanEvent = Envelope<'partition-scan', PartitionScan>;

export interface PartitionScan {
  readonly scanId: string;
  readonly scanMs: EpochMs;
  readonly startMs: EpochMs;
  readonly partition: number;
  readonly symbols: readonly SymbolScan[];
}

export interface SymbolScan {
  readonly symbol: string;
  /** REST calls made for it since the scan before. */
  readonly apiCalls: number;
  /** One row an expiry; none when it could not be scanned. */
  readonly rows: readonly (SentimentRow & { readonly expiry: string })[];
  /** Why it was not scanned; empty when it was. */
  readonly detail: string;
}
