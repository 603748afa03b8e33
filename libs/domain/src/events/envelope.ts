import type { EpochMs } from '../time/epoch-ms.ts';

/** Feeds never mix: topics, tables and state of one never meet another's. `sim-…` is a simulator started from a given chain. */
export type Feed = 'live' | 'sim' | `sim-${string}` | `replay-${string}`;

/** What a record says about itself, whatever it carries. Readers keep unknown fields. */
export interface Envelope<Kind extends string, Body> {
  readonly kind: Kind;
  /** Schema version of `body`; a reader takes its own version and the neighbouring one. */
  readonly version: number;
  readonly feed: Feed;
  /** Which start of ingest the record stems from; outputs copy it from their input. */
  readonly run: string;
  /** Underlying without prefix (`SPX`), or `*` for all. */
  readonly underlying: string;
  /** Ingest numbers each underlying's records, without holes, across restarts. An output carries its newest input's. 0 on time marks. */
  readonly seq: number;
  /** When it was so at the source; within a partition it never falls. */
  readonly eventMs: EpochMs;
  /** When ingest received it. */
  readonly receiveMs: EpochMs;
  /** When it was published: ingest's clock for inputs; for outputs the event time that caused them, so that a replay gives the same bytes. */
  readonly emitMs: EpochMs;
  /** Trading date in New York, `YYYY-MM-DD`. */
  readonly sessionDate: string;
  readonly body: Body;
}
