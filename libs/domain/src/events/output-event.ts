import type { ExpiryPremium } from '../book/book-premiums.ts';
import type { ClassifiedVolume } from '../book/dealer-inventory.ts';
import type { ExpiringQuotes } from '../book/expiring-quotes.ts';
import type { TakenForward } from '../book/take-forwards.ts';
import type { Cells, Levels } from '../exposure/analysis.ts';
import type { SessionTrack } from '../exposure/session-track.ts';
import type { StrikeColumns } from '../exposure/strike-columns.ts';
import type { PublishedPicture } from '../exposure/under-dealer-model.ts';
import type { EpochMs } from '../time/epoch-ms.ts';
import type { Envelope } from './envelope.ts';

/** What `apps/gex` publishes, keyed by underlying. */
export type ExposureEvent = LevelsEvent | CellsEvent | ProfileEvent | ExposuresEvent | SessionBaselineEvent;

/** Topic `levels`: every 250 ms of event time, at once when a level changes. */
export type LevelsEvent = Envelope<'levels', ExposureBody<Levels>>;
/** Topic `cells`: every second of event time. */
export type CellsEvent = Envelope<'cells', ExposureBody<QuotedCells>>;
/** Topic `profiles`: the cells of every full minute, for the history. */
export type ProfileEvent = Envelope<'profile', ExposureBody<Cells>>;

/** Topic `exposures`: every exposure by every measure, at every full minute of event time. */
export type ExposuresEvent = Envelope<'exposures', ExposureBody<ExposurePictures>>;

/** Topic `session-baselines`: once at the open, then each minute, and with each move of a level that a look every 5 s sees. */
export type SessionBaselineEvent = Envelope<'session-baseline', SessionTrack>;

export interface QuotedCells extends Cells {
  /** Of the contracts that expire on the session's date; records from before that have none. */
  readonly expiringQuotes?: ExpiringQuotes;
}

export interface ExposurePictures {
  readonly asOf: EpochMs;
  /** By measure, in the order of `measureNames`, all of the dealer model `naive`: `underDealerModel` gives the others. */
  readonly pictures: readonly PublishedPicture[];
  /** Beside `pictures`, one each; records from before that have none. */
  readonly strikes?: readonly StrikeColumns[];
  /** Model `volume_signed`, with how much of today's volume could be classified; records from before that have none. */
  readonly inventory?: {
    readonly picture: PublishedPicture;
    readonly strikes: StrikeColumns;
    readonly classified: ClassifiedVolume;
  };
  /** With carry `parity`, where each expiry's forward comes from; records from before that have none. */
  readonly forwards?: readonly TakenForward[];
  /** What was paid today for each expiry's calls and puts, whatever the measure; records from before that have none. */
  readonly premiums?: readonly ExpiryPremium[];
}

export type ExposureBody<Result> = Result & {
  /** How much of the gross gamma is fed how, each 0…1, together 1; null while there is no gross gamma. */
  readonly coverage: Coverage | null;
  /** `down`: what is new comes by REST, if at all. Records from before this was told do not have it. */
  readonly stream?: 'up' | 'down';
  /** How many of the contracts used have their IV from where. */
  readonly ivSources: IvSourceCount;
  /** Source time of the newest thing known of the underlying: what its age is counted from. */
  readonly newestMs: EpochMs;
};

/** `solved`: from the out-of-the-money mid; `otherSide`: of the same strike and expiry. */
export type IvSource = 'stream' | 'solved' | 'chain' | 'otherSide';
export type IvSourceCount = Readonly<Record<IvSource, number>>;

export interface Coverage {
  readonly streamed: number;
  readonly polled: number;
  readonly stale: number;
}

/** Topic `feed-status`, keyed `ingest`: once a second, and at each change. */
export type FeedStatusEvent = Envelope<'feed-status', FeedStatus>;

export interface FeedStatus {
  readonly state: 'starting' | 'connecting' | 'live' | 'reconnecting' | 'auth-required' | 'stopping';
  readonly detail: string;
  /** The wall clock of ingest's machine when `eventMs` was the feed's time: lets others tell the feed's time now. */
  readonly wallMs: EpochMs;
  /** Feed seconds per wall second: 1 but for replays. */
  readonly speed: number;
  readonly symbols: readonly FeedSymbol[];
  readonly lastGap: {
    readonly underlying: string;
    readonly fromMs: EpochMs;
    readonly toMs: EpochMs;
    readonly reason: string;
  } | null;
  /** When the login ends and somebody has to log in again; null while that is unknown, or nobody logs in. */
  readonly loginExpiresMs: EpochMs | null;
  /** `open`: REST calls wait, for too many failed in a row; `half-open`: a single one probes. */
  readonly restCircuit: 'closed' | 'open' | 'half-open';
  /** What became of the demands on topic `demand`, by their keys: nothing yet of one that is not named. A replay has none. */
  readonly demands?: Readonly<Record<string, DemandState>>;
}

export interface DemandState {
  /** `polled`: its chain by REST, now or again at its time; `served`: that was done, once was enough; `refused`: there is no room for it. */
  readonly state: 'followed' | 'polled' | 'served' | 'refused';
  /** When the newest round over its chain was complete, the feed's time. */
  readonly roundMs: EpochMs | null;
  /** Why it has less than it wants; empty when it has all. */
  readonly missing: string;
}

/** Topic `feed-notices`: what whoever runs this should hear of, said once when it happens. */
export type FeedNoticeEvent = Envelope<'feed-notice', FeedNotice>;

export interface FeedNotice {
  readonly code:
    | 'login-expiring'
    | 'login-required'
    | 'login-restored'
    | 'stream-taken-over'
    | 'stream-symbol-limit'
    | 'clock-skew'
    | 'clock-agrees'
    | 'calendar-differs'
    | 'rest-circuit-open'
    | 'rest-circuit-closed';
  /** For people; never a secret. */
  readonly text: string;
}

export interface FeedSymbol {
  readonly underlying: string;
  readonly contracts: number;
  readonly streamed: number;
  readonly polled: number;
  readonly lastChainMs: EpochMs | null;
  readonly lastEventMs: EpochMs | null;
}
