import { parseRule } from '@gexstream/alerts';
import type { ChatDirectory } from '@gexstream/bots';
import { type ChatSettings, chatKey } from '@gexstream/domain';

export const chatWith = (rules: readonly string[], more: Partial<ChatSettings> = {}): ChatSettings => ({
  chat: { platform: 'telegram', id: '7' },
  kind: 'private',
  title: 'me',
  access: 'approved',
  timeZone: 'America/New_York',
  locale: 'en',
  images: true,
  verbosity: {},
  watchlist: ['SPX'],
  rules: rules.map((text, i) => parseRule(text, `a${i + 1}`)),
  snoozes: [],
  quiet: null,
  alertsPerDayMax: 50,
  digestAt: null,
  recap: false,
  linkedUser: null,
  unreachable: null,
  ...more,
});

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
