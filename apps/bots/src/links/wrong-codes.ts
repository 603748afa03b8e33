import type { EpochMs } from '@gexstream/domain';

const wrongMax = 5;
const withinMs = 15 * 60_000;

/** How often a chat may guess: five wrong codes within a quarter of an hour, then none is looked at until the first of them is that old. */
export interface WrongCodes {
  note(chat: string, now: EpochMs): void;
  /** Milliseconds until the next may be typed; 0: now. */
  waitMs(chat: string, now: EpochMs): number;
}

export const wrongCodes = (): WrongCodes => {
  const times = new Map<string, readonly EpochMs[]>();
  const recent = (chat: string, now: EpochMs): readonly EpochMs[] => (times.get(chat) ?? []).filter((at) => at > now - withinMs);
  return {
    note: (chat, now) => {
      for (const key of times.keys()) if (recent(key, now).length === 0) times.delete(key);
      times.set(chat, [...recent(chat, now), now]);
    },
    waitMs: (chat, now) => {
      const wrong = recent(chat, now);
      return wrong.length < wrongMax ? 0 : wrong[0]! + withinMs - now;
    },
  };
};
