import type { ChatRef, ChatSettings } from '@gexstream/domain';

export const chatLimits = { rulesMax: 20, watchedMax: 20, chatsMax: 10_000, alertsPerDayMax: 200 } as const;

/** A chat as it begins: nothing watched, no rule, every family of alerts on. */
export const newChat = (chat: ChatRef, kind: ChatSettings['kind'], title: string): ChatSettings => ({
  chat,
  kind,
  title: title.slice(0, 100),
  access: chat.platform === 'terminal' ? 'approved' : 'pending',
  timeZone: 'America/New_York',
  locale: 'en',
  images: true,
  verbosity: {},
  watchlist: [],
  rules: [],
  snoozes: [],
  quiet: null,
  alertsPerDayMax: 40,
  digestAt: null,
  recap: false,
  linkedUser: null,
  unreachable: null,
});

/** Whose access counts: on Telegram a private chat has the person's id, on Discord it has one of its own. */
export const personRef = (platform: ChatRef['platform'], userId: string): ChatRef => ({
  platform,
  id: platform === 'discord' ? `user-${userId}` : userId,
});

/** The person of a private chat as the operator names him: `telegram:42`. */
export const personName = ({ platform, id }: ChatRef): string =>
  `${platform}:${platform === 'discord' ? id.replace(/^user-/, '') : id}`;
