import { type BusRecord, encodeEvent } from '@gexstream/bus';
import { type EpochMs, type EventKind, type Feed, schemaVersion, sessionDate } from '@gexstream/domain';

/** Of what the bots themselves say, at the wall's time: it concerns chats, not the market. */
export interface RecordStamp {
  readonly feed: Feed;
  /** Of the process that says it. */
  readonly run: string;
  /** Wall time. */
  readonly now: EpochMs;
}

export const stampedRecord = (
  topic: string,
  key: string,
  { kind, body }: { readonly kind: EventKind; readonly body: unknown },
  { feed, run, now }: RecordStamp,
): BusRecord => ({
  topic,
  key,
  value: encodeEvent({
    kind,
    version: schemaVersion[kind],
    feed,
    run,
    underlying: '*',
    seq: 0,
    eventMs: now,
    receiveMs: now,
    emitMs: now,
    sessionDate: sessionDate(now),
    body,
  }),
  timestampMs: now,
});
