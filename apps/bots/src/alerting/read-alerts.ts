import { heldAlerts } from '@gexstream/alerts';
import { type BusAdmin, topic } from '@gexstream/bus';
import { type Alert, type AlertEvent, type ChatRef, chatKey, type EpochMs } from '@gexstream/domain';
import { readSince } from './read-since.ts';

type Reading = Pick<BusAdmin, 'offsets' | 'read'>;

/** What a chat was spared since a moment, for its digest; oldest first. */
export const readHeldAlerts = async (bus: Reading, chat: ChatRef, sinceMs: EpochMs): Promise<readonly Alert[]> =>
  heldAlerts(
    (await readSince<AlertEvent>(bus, topic.alerts.name, sinceMs)).map(({ body }) => body),
    chat,
    sinceMs,
  );

/** An alert that a chat was told. */
export interface ToldAlert {
  /** `*` where it concerns none. */
  readonly underlying: string;
  /** As it fired. */
  readonly alert: Alert;
  /** When it was over; null: it was not, or is of a moment. */
  readonly overMs: EpochMs | null;
}

/** What a chat was told since a moment, each alert once; oldest first. */
export const readToldAlerts = async (bus: Reading, chat: ChatRef, sinceMs: EpochMs): Promise<readonly ToldAlert[]> => {
  const own = (await readSince<AlertEvent>(bus, topic.alerts.name, sinceMs)).filter(
    ({ body }) => chatKey(body.chat) === chatKey(chat) && body.firedMs >= sinceMs && body.suppressed === null,
  );
  const ends = new Map(own.flatMap(({ eventMs, body }) => (body.phase === 'resolved' ? [[body.episode, eventMs] as const] : [])));
  const fired = new Map(own.flatMap((event) => (event.body.phase === 'fired' ? [[event.body.episode, event] as const] : [])));
  return [...fired.values()]
    .map(({ underlying, body }) => ({ underlying, alert: body, overMs: ends.get(body.episode) ?? null }))
    .sort((a, b) => a.alert.firedMs - b.alert.firedMs);
};
