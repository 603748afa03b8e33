import type { Clock, EpochMs } from '@gexstream/domain/time';

const windowMs = 60_000;

/** Where somebody stands after a request. */
export interface Standing {
  /** Requests left in his minute; below zero once there were too many. */
  readonly left: number;
  /** ms until his minute ends. */
  readonly endsInMs: number;
}

/** Requests of everybody in a minute that begins with his first; whoever was not seen longest is forgotten when there are too many. */
export interface RequestCounter {
  readonly max: number;
  count(who: string): Standing;
  /** He has been told already that he asked too often, and his minute has not ended. */
  isOver(who: string): boolean;
  /** Requests of everybody that were too many, since the start. */
  refused(): number;
}

interface Minute {
  requests: number;
  readonly startMs: EpochMs;
}

export const requestCounter = (max: number, rememberedMax: number, clock: Clock): RequestCounter => {
  /** Who was seen last stands last. */
  const minutes = new Map<string, Minute>();
  let refused = 0;

  const isNow = (minute: Minute, now: EpochMs): boolean => now - minute.startMs < windowMs;
  const minuteOf = (who: string, now: EpochMs): Minute => {
    const known = minutes.get(who);
    if (known !== undefined) minutes.delete(who);
    else if (minutes.size >= rememberedMax) minutes.delete(minutes.keys().next().value!);
    const minute = known !== undefined && isNow(known, now) ? known : { requests: 0, startMs: now };
    minutes.set(who, minute);
    return minute;
  };

  return {
    max,
    count: (who) => {
      const now = clock.now();
      const minute = minuteOf(who, now);
      minute.requests++;
      if (minute.requests > max) refused++;
      return { left: max - minute.requests, endsInMs: minute.startMs + windowMs - now };
    },
    isOver: (who) => {
      const minute = minutes.get(who);
      return minute !== undefined && minute.requests > max && isNow(minute, clock.now());
    },
    refused: () => refused,
  };
};
