import type { ChatAlerts, NetSamples } from '@gexstream/alerts';
import { type BusAdmin, type BusRecord, encodeEvent, legibleEvent, readTopic, topic } from '@gexstream/bus';
import { type ChatRef, chatKey, type Envelope, type EpochMs, schemaVersion } from '@gexstream/domain';

/** Topic `alert-states`: what the alerts go on from after a restart. */
export type AlertState =
  | { readonly of: 'chat'; readonly chat: ChatRef; readonly underlying: string; readonly alerts: ChatAlerts }
  /** Messages of alerts that a chat has had on a day of its own zone, `YYYY-MM-DD`. */
  | { readonly of: 'day'; readonly chat: ChatRef; readonly date: string; readonly messages: number }
  | { readonly of: 'net'; readonly underlying: string; readonly samples: NetSamples };

/** Of whatever led to a record: mostly the event itself, whose kind and body are to be written over. */
export type Head = Omit<Envelope<string, unknown>, 'kind' | 'version' | 'underlying' | 'body'>;

export const stateKey = (state: AlertState): string => {
  if (state.of === 'net') return `net/${state.underlying}`;
  return state.of === 'day' ? `day/${chatKey(state.chat)}` : `chat/${chatKey(state.chat)}/${state.underlying}`;
};

export const stateRecord = (state: AlertState, head: Head): BusRecord => {
  const underlying = state.of === 'day' ? '*' : state.underlying;
  const event = { ...head, kind: 'alert-state', version: schemaVersion['alert-state'], underlying, body: state };
  return { topic: topic.alertStates.name, key: stateKey(state), value: encodeEvent(event), timestampMs: head.eventMs };
};

/** So that a chat that is forgotten leaves nothing behind. */
export const forgottenState = (key: string, now: EpochMs): BusRecord => ({
  topic: topic.alertStates.name,
  key,
  value: null,
  timestampMs: now,
});

/** All that is kept. A state of another version, or one that cannot be read, is left out: its rules begin anew. */
export const readAlertStates = async (bus: Pick<BusAdmin, 'offsets' | 'read'>): Promise<readonly AlertState[]> => {
  const kept = new Map<string, AlertState | null>();
  await readTopic(bus, topic.alertStates.name, ({ key, value }) => {
    const event = legibleEvent(value);
    kept.set(key, event?.version === schemaVersion['alert-state'] ? (event.body as AlertState) : null);
  });
  return [...kept.values()].filter((state) => state !== null);
};
