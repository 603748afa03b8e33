import { type AlertEvent, chatKey } from '@gexstream/domain';
import type { LinkedChats } from './linked-chats.ts';

/** One firing of a rule: how it began, and how it ended. */
export interface AlertEpisode {
  readonly fired: AlertEvent;
  readonly resolved: AlertEvent | null;
}

/** The newest alerts of each chat, as topics `alerts` and `chats` tell them. */
export interface AlertsView {
  /** True when it brought something. An end without a beginning is passed over: that one is too long ago. */
  take(event: AlertEvent): boolean;
  /** A chat is forgotten, and with it what it was alerted of. */
  forgetChat(key: string): void;
  /** Newest first. */
  ofChat(key: string): readonly AlertEpisode[];
  /** Of chats that act for this user of the API, newest first. */
  ofUser(user: string): readonly AlertEpisode[];
  episode(event: AlertEvent): AlertEpisode | undefined;
}

/** The chat that has no platform: its alerts are everybody's. */
export const houseKey = 'page/house';

const houseEpisodesMax = 1_000;
const chatEpisodesMax = 200;
/** The least lately alerted go first. */
const chatsMax = 1_000;

export const alertsView = (linked: LinkedChats): AlertsView => {
  const chats = new Map<string, Map<string, AlertEpisode>>();

  const held = (key: string): Map<string, AlertEpisode> => {
    const episodes = chats.get(key) ?? new Map<string, AlertEpisode>();
    chats.delete(key);
    chats.set(key, episodes);
    const oldest = [...chats.keys()].find((each) => each !== houseKey);
    if (chats.size > chatsMax && oldest !== undefined) chats.delete(oldest);
    return episodes;
  };
  const newestFirst = (episodes: Iterable<AlertEpisode>): readonly AlertEpisode[] =>
    [...episodes].sort((a, b) => b.fired.body.firedMs - a.fired.body.firedMs);

  return {
    take(event) {
      const key = chatKey(event.body.chat);
      const { episode, phase } = event.body;
      const known = chats.get(key)?.get(episode);
      if (phase === 'resolved') {
        if (known === undefined || known.resolved !== null) return false;
        held(key).set(episode, { ...known, resolved: event });
        return true;
      }
      // Twice the same is one.
      if (known !== undefined) return false;
      const episodes = held(key).set(episode, { fired: event, resolved: null });
      const [oldest] = episodes.keys();
      if (episodes.size > (key === houseKey ? houseEpisodesMax : chatEpisodesMax)) episodes.delete(oldest!);
      return true;
    },
    forgetChat: (key) => void chats.delete(key),
    ofChat: (key) => newestFirst(chats.get(key)?.values() ?? []),
    ofUser: (user) => newestFirst(linked.of(user).flatMap((key) => [...(chats.get(key)?.values() ?? [])])),
    episode: ({ body }) => chats.get(chatKey(body.chat))?.get(body.episode),
  };
};
