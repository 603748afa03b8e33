import type { Cancel, Clock } from '@gexstream/domain';

/** Values that vanish after their time, and oldest first when there are too many. */
export interface ExpiringMap<Value> {
  add(key: string, value: Value, lifetimeMs: number): void;
  get(key: string): Value | undefined;
  delete(key: string): void;
  clear(): void;
}

/** Lifetimes are timers, so that a jump of the market's clock over a night expires nothing. */
export const expiringMap = <Value>(clock: Clock, sizeMax: number): ExpiringMap<Value> => {
  const entries = new Map<string, { readonly value: Value; readonly cancel: Cancel }>();
  const remove = (key: string): void => {
    entries.get(key)?.cancel();
    entries.delete(key);
  };
  return {
    add: (key, value, lifetimeMs) => {
      remove(key);
      const oldest = entries.keys().next().value;
      if (entries.size >= sizeMax && oldest !== undefined) remove(oldest);
      entries.set(key, { value, cancel: clock.after(lifetimeMs, () => entries.delete(key)) });
    },
    get: (key) => entries.get(key)?.value,
    delete: remove,
    clear: () => {
      for (const key of [...entries.keys()]) remove(key);
    },
  };
};
