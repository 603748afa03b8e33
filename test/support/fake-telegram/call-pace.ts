/** How fast a bot may write, as documented; a chat bears a short burst. */
const everybody = { calls: 30, withinMs: 1_000 };
const oneChat = { calls: 5, withinMs: 5_000 };
const oneGroup = { calls: 20, withinMs: 60_000 };

export interface CallPace {
  /** Seconds to wait; null when it may pass, and counts. */
  retryAfter(chatId: string, now: number): number | null;
  /** Calls that came before the wait they were told was over: so one is banned. */
  readonly impatient: number;
}

export const callPace = (): CallPace => {
  const times = new Map<string, number[]>();
  const told = new Map<string, number>();
  let impatient = 0;

  const waitOf = (key: string, { calls, withinMs }: typeof everybody, now: number): number => {
    const recent = (times.get(key) ?? []).filter((at) => at > now - withinMs);
    times.set(key, recent);
    return recent.length < calls ? 0 : recent.at(-calls)! + withinMs - now;
  };

  return {
    retryAfter: (chatId, now) => {
      if (now < (told.get(chatId) ?? 0) - 50) impatient += 1;
      const waits = [waitOf('*', everybody, now), waitOf(chatId, chatId.startsWith('-') ? oneGroup : oneChat, now)];
      const waitMs = Math.max(...waits);
      if (waitMs > 0) {
        const seconds = Math.ceil(waitMs / 1_000);
        told.set(chatId, now + seconds * 1_000);
        return seconds;
      }
      for (const key of ['*', chatId]) times.get(key)!.push(now);
      return null;
    },
    get impatient() {
      return impatient;
    },
  };
};
