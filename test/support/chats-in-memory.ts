import type { ChatDirectory } from '@gexstream/bots';
import { type ChatSettings, chatKey } from '@gexstream/domain';

/** Chats that no topic keeps. */
export const chatsInMemory = (...chats: readonly ChatSettings[]): ChatDirectory => {
  const known = new Map(chats.map((settings) => [chatKey(settings.chat), settings]));
  const listeners = new Set<Parameters<ChatDirectory['onChange']>[0]>();
  const tell = (key: string): void => {
    for (const listener of listeners) listener(key, known.get(key));
  };
  return {
    get: (chat) => known.get(chatKey(chat)),
    all: () => [...known.values()],
    async change(chat, to) {
      const settings = to(known.get(chatKey(chat)));
      known.set(chatKey(chat), settings);
      tell(chatKey(chat));
      return settings;
    },
    async amend(chat, to) {
      const before = known.get(chatKey(chat));
      if (before === undefined) return;
      known.set(chatKey(chat), to(before));
      tell(chatKey(chat));
    },
    async forget(chat) {
      known.delete(chatKey(chat));
      tell(chatKey(chat));
    },
    onChange(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
};
