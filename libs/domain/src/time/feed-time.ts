import { type EpochMs, epochMs } from './epoch-ms.ts';

/** A moment of the feed and the moment of the wall clock when it was said. */
export interface FeedAnchor {
  readonly eventMs: EpochMs;
  readonly wallMs: EpochMs;
  /** Feed seconds per wall second. */
  readonly speed: number;
}

/** The feed's time now. It goes on when ingest falls silent: that is how the silence shows. A wall clock set back stops it, no more. */
export const feedTimeAt = (anchor: FeedAnchor, wallNow: EpochMs): EpochMs =>
  epochMs(Math.round(anchor.eventMs + Math.max(0, wallNow - anchor.wallMs) * anchor.speed));
