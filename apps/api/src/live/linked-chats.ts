import type { ChatSettings } from '@gexstream/domain';

/** Which chats act for which user of the API, as topic `chats` tells it. */
export interface LinkedChats {
  /** What a chat has chosen; undefined: it is forgotten. */
  take(key: string, settings: ChatSettings | undefined): void;
  /** Keys of the chats that act for a user. */
  of(user: string): readonly string[];
}

export const linkedChats = (): LinkedChats => {
  const users = new Map<string, string>();
  return {
    take(key, settings) {
      if (settings?.linkedUser == null) users.delete(key);
      else users.set(key, settings.linkedUser);
    },
    of: (user) => [...users].flatMap(([key, linked]) => (linked === user ? [key] : [])),
  };
};
