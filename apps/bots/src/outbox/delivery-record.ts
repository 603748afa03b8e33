import { type BusRecord, encodeEvent, topic } from '@gexstream/bus';
import {
  type Delivery,
  type DeliveryEvent,
  type DeliveryReceipt,
  type DeliveryReceiptEvent,
  type EpochMs,
  type Feed,
  schemaVersion,
  sessionDate,
} from '@gexstream/domain';

export interface OutboxStamp {
  readonly feed: Feed;
  /** Of the process that wants it, or that sent it. */
  readonly run: string;
  /** Wall time. */
  readonly now: EpochMs;
}

export const wantedKey = (id: string): string => `${id}/wanted`;
export const doneKey = (id: string): string => `${id}/done`;

/** Asks the outbox for a message; the same id with a higher revision asks for its edit. */
export const deliveryRecord = (delivery: Delivery, stamp: OutboxStamp): BusRecord =>
  record<DeliveryEvent>(wantedKey(delivery.id), { kind: 'delivery', version: schemaVersion.delivery, body: delivery }, stamp);

/** Takes a delivery back: what has not been sent never is, and what has is left as it stands. */
export const deliveryWithdrawal = (id: string, now: EpochMs): BusRecord => removal(wantedKey(id), now);

export const receiptRecord = (receipt: DeliveryReceipt, stamp: OutboxStamp): BusRecord =>
  record<DeliveryReceiptEvent>(
    doneKey(receipt.id),
    { kind: 'delivery-receipt', version: schemaVersion['delivery-receipt'], body: receipt },
    stamp,
  );

/** Nothing of the delivery is left on the topic. */
export const deliveryRemoval = (id: string, now: EpochMs): readonly BusRecord[] => [
  removal(wantedKey(id), now),
  removal(doneKey(id), now),
];

const record = <Event extends DeliveryEvent | DeliveryReceiptEvent>(
  key: string,
  event: Pick<Event, 'kind' | 'version' | 'body'>,
  { feed, run, now }: OutboxStamp,
): BusRecord => ({
  topic: topic.outbox.name,
  key,
  value: encodeEvent({
    ...event,
    feed,
    run,
    underlying: '*',
    seq: 0,
    eventMs: now,
    receiveMs: now,
    emitMs: now,
    sessionDate: sessionDate(now),
  }),
  timestampMs: now,
});

const removal = (key: string, now: EpochMs): BusRecord => ({ topic: topic.outbox.name, key, value: null, timestampMs: now });
