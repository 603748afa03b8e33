import type { Clock, EpochMs } from '@gexstream/domain/time';

/** Answers that cost something to make, kept for a short while: asked for twice at once, each is made once. */
export interface KeptForAWhile<T> {
  get(key: string): Promise<T>;
  /** What was made, not failed, and is not too old. */
  entries(): Iterable<T>;
  counts(): { readonly hits: number; readonly misses: number };
}

export interface KeptForAWhileOptions<T> {
  readonly make: (key: string) => Promise<T>;
  readonly keptMs: number;
  /** The one made longest ago goes first. */
  readonly keysMax: number;
  readonly clock: Clock;
}

export const keptForAWhile = <T>({ make, keptMs, keysMax, clock }: KeptForAWhileOptions<T>): KeptForAWhile<T> => {
  const kept = new Map<string, { readonly atMs: EpochMs; readonly made: Promise<T>; value?: T }>();
  let hits = 0;
  let misses = 0;
  const isYoung = ({ atMs }: { readonly atMs: EpochMs }): boolean => clock.now() - atMs < keptMs;

  const makeAnew = (key: string): Promise<T> => {
    const entry: { readonly atMs: EpochMs; readonly made: Promise<T>; value?: T } = { atMs: clock.now(), made: make(key) };
    kept.delete(key);
    kept.set(key, entry);
    for (const oldest of kept.keys()) if (kept.size > keysMax) kept.delete(oldest);
    entry.made.then(
      (value) => {
        entry.value = value;
      },
      // A failure is not kept: the next who asks tries again.
      () => kept.get(key) === entry && kept.delete(key),
    );
    return entry.made;
  };

  return {
    get(key) {
      const entry = kept.get(key);
      if (entry !== undefined && isYoung(entry)) {
        hits++;
        return entry.made;
      }
      misses++;
      return makeAnew(key);
    },
    entries: () => [...kept.values()].flatMap((entry) => ('value' in entry && isYoung(entry) ? [entry.value as T] : [])),
    counts: () => ({ hits, misses }),
  };
};
