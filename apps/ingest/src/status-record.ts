import { type BusRecord, encodeEvent, topic } from '@gexstream/bus';
import { type EpochMs, type Feed, type FeedStatus, type FeedStatusEvent, schemaVersion, sessionDate } from '@gexstream/domain';

export const feedStatusKey = 'ingest';

/** The status, and beside it each underlying's last number, for a start after the log was emptied. */
export interface FeedStatusWithSeq extends FeedStatus {
  readonly seq: Readonly<Record<string, number>>;
}

export const statusRecord = (status: FeedStatusWithSeq, feed: Feed, run: string, now: EpochMs): BusRecord => {
  const event: FeedStatusEvent = {
    kind: 'feed-status',
    version: schemaVersion['feed-status'],
    feed,
    run,
    underlying: '*',
    seq: 0,
    eventMs: now,
    receiveMs: now,
    emitMs: now,
    sessionDate: sessionDate(now),
    body: status,
  };
  return { topic: topic.feedStatus.name, key: feedStatusKey, value: encodeEvent(event), timestampMs: now };
};

/** Empty for a status of a version that did not have it. */
export const seqOfStatus = (body: unknown): Readonly<Record<string, number>> => {
  if (typeof body !== 'object' || body === null || !('seq' in body)) return {};
  const { seq } = body;
  if (typeof seq !== 'object' || seq === null) return {};
  return Object.fromEntries(Object.entries(seq).filter((entry): entry is [string, number] => Number.isSafeInteger(entry[1])));
};
