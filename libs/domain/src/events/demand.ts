import type { EpochMs } from '../time/epoch-ms.ts';
import type { Envelope } from './envelope.ts';

/**
 * Topic `demand`: what an app wants from Schwab. Ingest, the only one that calls, reads it and publishes what it gets on `market`. The
 * envelope names the underlying. A newer demand of the same key takes the place of the older; a deletion takes it back.
 */
export type DemandEvent = Envelope<'demand', Demand>;

export type Demand = FollowDemand | ChainDemand;

/** Who may want something; it decides which share of the REST calls pays for it. */
export type DemandApp = 'api' | 'scanner';

interface Wanted {
  readonly app: DemandApp;
  /** The feed's time after which nobody wants it any more. */
  readonly untilMs: EpochMs;
}

/** As if the symbol were configured: its quotes and weightiest contracts streamed, its whole chain round after round. */
export interface FollowDemand extends Wanted {
  readonly want: 'follow';
}

/** The chain of these expiries by REST alone; a `demand-round` on `market` says how it went. */
export interface ChainDemand extends Wanted {
  readonly want: 'chain';
  /** Inclusive, `YYYY-MM-DD`. */
  readonly fromDate: string;
  readonly toDate: string;
  /** From one round to the next; null for a single one. */
  readonly everyMs: number | null;
}

/** Why a demand cannot be met, for people; null when it can. A reader checks what another process wrote. */
export const demandReason = (body: unknown): string | null => {
  if (typeof body !== 'object' || body === null) return 'demand without a body';
  const { app, want, untilMs, fromDate, toDate, everyMs } = body as Readonly<Record<string, unknown>>;
  if (app !== 'api' && app !== 'scanner') return `app "${String(app)}" is none that may want something`;
  if (!Number.isFinite(untilMs)) return 'untilMs is not epoch ms';
  if (want === 'follow') return null;
  if (want !== 'chain') return `want "${String(want)}" is neither follow nor chain`;
  if (!isDate(fromDate) || !isDate(toDate) || fromDate > toDate)
    return 'fromDate and toDate are not two dates YYYY-MM-DD in order';
  return everyMs === null || (Number.isFinite(everyMs) && Number(everyMs) >= everyMsMin)
    ? null
    : `everyMs is neither null nor at least ${everyMsMin}`;
};

/** Faster than this REST is the wrong way to follow a chain. */
const everyMsMin = 5_000;

const isDate = (value: unknown): value is string => typeof value === 'string' && /^\d{4}-\d\d-\d\d$/.test(value);
