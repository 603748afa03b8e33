import { type Bus, decodeEvent, readTopic, type StoredRecord, topic } from '@gexstream/bus';
import { type ChatSettings, type Clock, chatKey, type Feed } from '@gexstream/domain';
import type { Logger } from 'pino';
import type { ChatDirectory } from './chat-directory.ts';
import { chatRecord, forgottenChat } from './chat-records.ts';
import { chatLimits } from './new-chat.ts';

export interface OpenChatDirectoryOptions {
  readonly bus: Bus;
  readonly clock: Clock;
  readonly log: Logger;
  readonly feed: Feed;
  /** Of this process. */
  readonly run: string;
}

/** Reads topic `chats`; what is changed is on the topic before it counts here. Records that cannot be read are said and left alone. */
export const openChatDirectory = async ({ bus, clock, log, feed, run }: OpenChatDirectoryOptions): Promise<ChatDirectory> => {
  const chats = new Map<string, ChatSettings>();
  const listeners = new Set<Parameters<ChatDirectory['onChange']>[0]>();
  /** What is being kept, by chat: changes of one happen one after the other. */
  const underWay = new Map<string, Promise<unknown>>();

  await readTopic(bus, topic.chats.name, ({ key, value, offset }: StoredRecord) => {
    if (value === null) {
      chats.delete(key);
      return;
    }
    try {
      chats.set(key, decodeEvent(value).body as ChatSettings);
    } catch (err) {
      log.warn({ key, offset, err }, 'settings of a chat cannot be read; it begins anew');
    }
  });

  const inTurn = <T>(key: string, work: () => Promise<T>): Promise<T> => {
    const turn = (underWay.get(key) ?? Promise.resolve()).then(work, work);
    underWay.set(key, turn);
    const over = (): void => {
      if (underWay.get(key) === turn) underWay.delete(key);
    };
    turn.then(over, over);
    return turn;
  };
  const tell = (key: string, settings: ChatSettings | undefined): void => {
    for (const listener of listeners) listener(key, settings);
  };

  const keep = async (key: string, before: ChatSettings | undefined, settings: ChatSettings): Promise<ChatSettings> => {
    if (settings === before) return before;
    await bus.publish([chatRecord(settings, { feed, run, now: clock.now() })]);
    chats.set(key, settings);
    tell(key, settings);
    return settings;
  };

  return {
    get: (chat) => chats.get(chatKey(chat)),
    all: () => [...chats.values()],
    change: (chat, to) => {
      const key = chatKey(chat);
      return inTurn(key, async () => {
        const before = chats.get(key);
        if (before === undefined && chats.size >= chatLimits.chatsMax)
          throw new Error(`${chatLimits.chatsMax} chats are known; forget some before another begins`);
        return keep(key, before, to(before));
      });
    },
    amend: (chat, to) => {
      const key = chatKey(chat);
      return inTurn(key, async () => {
        const before = chats.get(key);
        if (before !== undefined) await keep(key, before, to(before));
      });
    },
    forget: (chat) => {
      const key = chatKey(chat);
      return inTurn(key, async () => {
        await bus.publish([forgottenChat(chat, clock.now())]);
        chats.delete(key);
        tell(key, undefined);
      });
    },
    onChange: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
};
