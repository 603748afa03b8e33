/** How fast a bot may call, as documented and as seen: in all, and for each bucket, which is a route of one channel. */
const everything = { calls: 50, withinMs: 1_000 };
const oneBucket = { calls: 5, withinMs: 5_000 };

export interface Passed {
  readonly headers: Readonly<Record<string, string>>;
  /** null when the call may pass, and counts. */
  readonly wait: { readonly seconds: number; readonly global: boolean } | null;
}

export interface CallPace {
  /** `bucket` null: a call that has none, and does not count among all either. */
  pass(bucket: string | null, now: number): Passed;
  /** Calls that came before the wait they were told was over: so one is banned. */
  readonly impatient: number;
}

export const callPace = (unhurried: boolean): CallPace => {
  const times = new Map<string, number[]>();
  const told = new Map<string, number>();
  let impatient = 0;
  const recent = (key: string, withinMs: number, now: number): number[] => {
    const kept = (times.get(key) ?? []).filter((at) => at > now - withinMs);
    times.set(key, kept);
    return kept;
  };
  return {
    pass: (bucket, now) => {
      if (bucket === null || unhurried) return { headers: {}, wait: null };
      if (now < (told.get(bucket) ?? 0) - 50) impatient++;
      const all = recent('*', everything.withinMs, now);
      const own = recent(bucket, oneBucket.withinMs, now);
      const global = all.length >= everything.calls;
      const full = global ? all : own.length >= oneBucket.calls ? own : null;
      const { calls, withinMs } = global ? everything : oneBucket;
      if (full === null) for (const list of [all, own]) list.push(now);
      const resetMs = own.length === 0 ? 0 : own[0]! + oneBucket.withinMs - now;
      const headers = {
        'x-ratelimit-limit': String(oneBucket.calls),
        'x-ratelimit-remaining': String(Math.max(0, oneBucket.calls - own.length)),
        'x-ratelimit-reset-after': String(resetMs / 1_000),
        'x-ratelimit-bucket': bucket.replace(/\d{10,}/, 'channel').replace(/\W/g, ''),
      };
      if (full === null) return { headers, wait: null };
      const seconds = (full.at(-calls)! + withinMs - now) / 1_000;
      told.set(bucket, now + seconds * 1_000);
      return { headers, wait: { seconds, global } };
    },
    get impatient() {
      return impatient;
    },
  };
};
