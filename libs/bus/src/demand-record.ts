import {
  type Demand,
  type DemandApp,
  type DemandEvent,
  type EpochMs,
  type Feed,
  schemaVersion,
  sessionDate,
} from '@gexstream/domain';
import type { BusRecord } from './bus.ts';
import { encodeEvent } from './codec/index.ts';
import { topic } from './topics.ts';

/** Whose demand it is, and of what: one of each kind a symbol and app. */
export const demandKey = (app: DemandApp, underlying: string, want: Demand['want']): string => `${app}/${underlying}/${want}`;

export interface DemandStamp {
  readonly feed: Feed;
  /** Of the process that wants it. */
  readonly run: string;
  /** The feed's time. */
  readonly now: EpochMs;
}

/** Asks ingest for something; see `Demand`. */
export const demandRecord = (underlying: string, demand: Demand, { feed, run, now }: DemandStamp): BusRecord => {
  const event: DemandEvent = {
    kind: 'demand',
    version: schemaVersion.demand,
    feed,
    run,
    underlying,
    seq: 0,
    eventMs: now,
    receiveMs: now,
    emitMs: now,
    sessionDate: sessionDate(now),
    body: demand,
  };
  const key = demandKey(demand.app, underlying, demand.want);
  return { topic: topic.demand.name, key, value: encodeEvent(event), timestampMs: now };
};

/** Takes a demand back before its time is over. */
export const demandWithdrawal = (app: DemandApp, underlying: string, want: Demand['want'], now: EpochMs): BusRecord => ({
  topic: topic.demand.name,
  key: demandKey(app, underlying, want),
  value: null,
  timestampMs: now,
});
