import { type BusRecord, encodeEvent, topic } from '@gexstream/bus';
import { type EpochMs, type Feed, type FeedNotice, type FeedNoticeEvent, schemaVersion, sessionDate } from '@gexstream/domain';

export const noticeRecord = (notice: FeedNotice, feed: Feed, run: string, now: EpochMs): BusRecord => {
  const event: FeedNoticeEvent = {
    kind: 'feed-notice',
    version: schemaVersion['feed-notice'],
    feed,
    run,
    underlying: '*',
    seq: 0,
    eventMs: now,
    receiveMs: now,
    emitMs: now,
    sessionDate: sessionDate(now),
    body: notice,
  };
  return { topic: topic.feedNotices.name, key: notice.code, value: encodeEvent(event), timestampMs: now };
};
