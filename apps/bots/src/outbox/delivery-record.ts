import { type BusRecord, topic } from '@gexstream/bus';
import type { Delivery, DeliveryReceipt, EpochMs } from '@gexstream/domain';
import { type RecordStamp, stampedRecord } from '../stamped-record.ts';

export type OutboxStamp = RecordStamp;

export const wantedKey = (id: string): string => `${id}/wanted`;
export const doneKey = (id: string): string => `${id}/done`;

/** Asks the outbox for a message; the same id with a higher revision asks for its edit. */
export const deliveryRecord = (delivery: Delivery, stamp: OutboxStamp): BusRecord =>
  stampedRecord(topic.outbox.name, wantedKey(delivery.id), { kind: 'delivery', body: delivery }, stamp);

/** Takes a delivery back: what has not been sent never is, and what has is left as it stands. */
export const deliveryWithdrawal = (id: string, now: EpochMs): BusRecord => removal(wantedKey(id), now);

export const receiptRecord = (receipt: DeliveryReceipt, stamp: OutboxStamp): BusRecord =>
  stampedRecord(topic.outbox.name, doneKey(receipt.id), { kind: 'delivery-receipt', body: receipt }, stamp);

/** Nothing of the delivery is left on the topic. */
export const deliveryRemoval = (id: string, now: EpochMs): readonly BusRecord[] => [
  removal(wantedKey(id), now),
  removal(doneKey(id), now),
];

const removal = (key: string, now: EpochMs): BusRecord => ({ topic: topic.outbox.name, key, value: null, timestampMs: now });
