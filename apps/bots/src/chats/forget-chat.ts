import { type Bus, decodeEvent, readTopic, topic } from '@gexstream/bus';
import { type ChatRef, type Clock, chatKey, type Delivery } from '@gexstream/domain';
import { deliveryRemoval } from '../outbox/delivery-record.ts';
import type { ChatTrades } from '../trades/follow-chat-trades.ts';
import type { ChatDirectory } from './chat-directory.ts';

export interface ForgetChatOptions {
  readonly bus: Bus;
  readonly clock: Clock;
  readonly directory: ChatDirectory;
  readonly trades: ChatTrades;
  /** Resolves once alerts that were under way are told: none comes for a forgotten chat then. */
  readonly alertsTold: () => Promise<void>;
}

/**
 * Erases a chat: the trades that were told in it, what it has chosen, how its alerts stand, and what lies in the outbox for it, so that
 * nothing that waits is sent. Where that failed midway, it is to be done again.
 */
export const forgetChat = async (chat: ChatRef, options: ForgetChatOptions): Promise<void> => {
  const { bus, clock, directory, trades } = options;
  await trades.desk.erase(trades.toldIn(chat));
  await directory.forget(chat);
  await options.alertsTold();
  const ids = await deliveriesTo(bus, chat);
  if (ids.length > 0) await bus.publish(ids.flatMap((id) => deliveryRemoval(id, clock.now())));
};

const deliveriesTo = async (bus: Bus, chat: ChatRef): Promise<readonly string[]> => {
  const ids = new Set<string>();
  await readTopic(bus, topic.outbox.name, ({ value }) => {
    const delivery = value === null ? null : deliveryIn(value);
    if (delivery !== null && chatKey(delivery.chat) === chatKey(chat)) ids.add(delivery.id);
  });
  return [...ids];
};

/** What cannot be read the outbox makes a dead letter of. */
const deliveryIn = (value: Uint8Array): Delivery | null => {
  try {
    const { kind, body } = decodeEvent(value);
    return kind === 'delivery' ? (body as Delivery) : null;
  } catch {
    return null;
  }
};
