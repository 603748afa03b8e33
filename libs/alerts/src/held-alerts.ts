import { type Alert, type ChatRef, chatKey, type EpochMs } from '@gexstream/domain';

/** What a chat was spared until its next digest: alerts of its quiet hours, and those beyond its daily number. Oldest first, each once. */
export const heldAlerts = (alerts: Iterable<Alert>, chat: ChatRef, sinceMs: EpochMs): readonly Alert[] => {
  const held = new Map<string, Alert>();
  for (const alert of alerts)
    if (isHeld(alert) && alert.firedMs >= sinceMs && chatKey(alert.chat) === chatKey(chat)) held.set(alert.episode, alert);
  return [...held.values()].sort((a, b) => a.firedMs - b.firedMs);
};

const isHeld = ({ phase, suppressed }: Alert): boolean => phase === 'fired' && (suppressed === 'quiet' || suppressed === 'cap');
