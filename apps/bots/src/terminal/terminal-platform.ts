import { randomUUID } from 'node:crypto';
import { type Bus, decodeEvent, type Subscription, topic } from '@gexstream/bus';
import type { ChatRef, Clock, Feed, TerminalSaid, TerminalTyped } from '@gexstream/domain';
import type { Logger } from 'pino';
import type { ChatPlatform, FrontDesk, Incoming } from '../platform/chat-platform.ts';
import { stampedRecord } from '../stamped-record.ts';

/** The one chat of whoever sits at a terminal. */
export const terminalChat: ChatRef = { platform: 'terminal', id: 'local' };

export interface TerminalOptions {
  readonly bus: Bus;
  readonly clock: Clock;
  readonly log: Logger;
  readonly feed: Feed;
}

/** `gex chat`, over topic `terminal`: what is typed there by any process goes to the desk, what is said goes back. Who may write the topic is an admin. */
export const terminalPlatform = ({ bus, clock, log, feed }: TerminalOptions): ChatPlatform => {
  const run = randomUUID();
  const done = Promise.withResolvers<void>();
  let subscription: Subscription | null = null;

  const say = (body: TerminalSaid): Promise<void> =>
    bus.publish([stampedRecord(topic.terminal.name, 'said', { kind: 'terminal-said', body }, { feed, run, now: clock.now() })]);
  const answer = async (desk: FrontDesk, { id: to, text }: TerminalTyped): Promise<void> => {
    const incoming: Incoming = {
      chat: terminalChat,
      chatKind: 'private',
      chatTitle: 'terminal',
      user: { id: 'local', name: 'you', locale: null },
      isChatAdmin: async () => true,
      text,
      source: 'typed',
      reply: (message, { image } = {}) => say({ to, id: randomUUID(), message, image: image ?? null }),
    };
    await desk.take(incoming);
    await say({ to, id: randomUUID(), message: null, image: null });
  };
  const typed = (value: Uint8Array): TerminalTyped | null => {
    const { kind, body } = decodeEvent(value);
    return kind === 'terminal-typed' ? (body as TerminalTyped) : null;
  };

  return {
    name: 'terminal',
    start: async (desk) => {
      subscription = await bus.subscribe({
        topics: [topic.terminal.name],
        start: 'latest',
        onBatch: async ({ records }) => {
          for (const { value, offset } of records) {
            try {
              const command = value === null ? null : typed(value);
              // The desk keeps the order, and bounds what waits.
              if (command !== null)
                answer(desk, command).catch((err: unknown) => log.warn({ err }, 'the terminal was not answered'));
            } catch (err) {
              log.warn({ offset, err }, 'what was typed in a terminal cannot be read');
            }
          }
        },
      });
      subscription.done.then(done.resolve, done.reject);
    },
    send: async (_chat, message, { image }) => {
      const id = randomUUID();
      await say({ to: null, id, message, image: image ?? null });
      return id;
    },
    edit: (_chat, id, message) => say({ to: null, id, message, image: null }),
    done: done.promise,
    health: () => ({ connected: true, silentMs: 0, detail: 'over the bus' }),
    stop: async () => {
      await subscription?.close();
      done.resolve();
    },
  };
};
