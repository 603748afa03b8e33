import { type AlertGroup, alertMessage, type GroupMember, resolvedMessage } from '@gexstream/alerts';
import { type BusRecord, encodeEvent, topic } from '@gexstream/bus';
import {
  type Alert,
  type AlertEvent,
  type ChatSettings,
  type Delivery,
  type EpochMs,
  epochMs,
  schemaVersion,
} from '@gexstream/domain';
import { deliveryRecord } from '../outbox/delivery-record.ts';
import type { Head } from './alert-states.ts';

/** By the wall clock: an alert that could not be sent for so long is not sent at all. */
const sendWithinMs = 300_000;

export const alertRecord = (alert: Alert, underlying: string, head: Head): BusRecord => {
  const event: AlertEvent = { ...head, kind: 'alert', version: schemaVersion.alert, underlying, body: alert };
  return { topic: topic.alerts.name, key: underlying, value: encodeEvent(event), timestampMs: head.eventMs };
};

export interface Telling {
  readonly settings: ChatSettings;
  readonly underlying: string;
  readonly feedNote: string;
  readonly wallMs: EpochMs;
}

/** The group's message, at the revision that it has now. */
export const groupRecord = (group: AlertGroup, telling: Telling, head: Head): BusRecord => {
  const { settings, underlying, feedNote } = telling;
  return wanted(
    {
      id: group.id,
      revision: group.revision,
      message: alertMessage(group, { underlying, timeZone: settings.timeZone, feedNote }),
      silent: group.silent,
      critical: group.members.some(({ alert }) => alert.severity === 'critical'),
    },
    telling,
    head,
  );
};

/** The message of its own that says that an alert is over. */
export const endRecord = (member: GroupMember, telling: Telling, head: Head): BusRecord =>
  wanted(
    {
      id: `over/${member.alert.episode}`,
      revision: 1,
      message: resolvedMessage(member, telling.settings.timeZone),
      silent: false,
      critical: false,
    },
    telling,
    head,
  );

const wanted = (what: Omit<Delivery, 'chat' | 'notAfterMs'>, { settings, wallMs }: Telling, { feed, run }: Head): BusRecord =>
  deliveryRecord({ ...what, chat: settings.chat, notAfterMs: epochMs(wallMs + sendWithinMs) }, { feed, run, now: wallMs });
