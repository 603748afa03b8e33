import { type BusAdmin, decodeEvent } from '@gexstream/bus';
import type { Feed, FeedStatusEvent } from '@gexstream/domain';
import type { Clock, EpochMs } from '@gexstream/domain/time';
import type { FeedStateBody } from '../contract/status.ts';
import { feedState } from './feed-state.ts';
import { readLastValues } from './last-values.ts';
import { liveView } from './live-view.ts';
import { takeRecords } from './take-records.ts';

export interface Present {
  readonly state: FeedStateBody;
  /** By the feed's own clock: ingest's last word and the wall time since. */
  readonly feedNow: EpochMs;
  /** What ingest said last; null when it never did. */
  readonly feedStatus: FeedStatusEvent | null;
  readonly unreadable: number;
}

/** The present, read off the topics once: for programs that look and go. */
export const lookOnce = async (bus: Pick<BusAdmin, 'offsets' | 'read'>, feed: Feed, clock: Clock): Promise<Present> => {
  const view = liveView({ feed, clock });
  const { take, unreadable } = takeRecords(view, decodeEvent, () => {});
  await readLastValues(bus, take);
  return { state: feedState(view), feedNow: view.feedNow(), feedStatus: view.feedStatus(), unreadable: unreadable() };
};
