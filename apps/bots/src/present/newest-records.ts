import { legibleEvent, type StoredRecord } from '@gexstream/bus';
import type { Envelope } from '@gexstream/domain';

/** The newest record of each key, decoded only when somebody looks: levels come four times a second, questions seldom. */
export interface NewestRecords {
  /** `key`: kind and underlying, such as `levels/SPX`. What is older than what is held is ignored. */
  take(key: string, record: StoredRecord): void;
  /** Null for what never came, and for what cannot be read. */
  event(key: string): Envelope<string, unknown> | null;
  keys(): readonly string[];
}

interface Held {
  readonly record: StoredRecord;
  event: Envelope<string, unknown> | null | undefined;
}

export const newestRecords = (): NewestRecords => {
  const held = new Map<string, Held>();
  return {
    take: (key, record) => {
      if (record.value === null) return;
      const before = held.get(key);
      if (before === undefined || record.timestampMs >= before.record.timestampMs) held.set(key, { record, event: undefined });
    },
    event: (key) => {
      const entry = held.get(key);
      if (entry === undefined) return null;
      if (entry.event === undefined) entry.event = legibleEvent(entry.record.value);
      return entry.event;
    },
    keys: () => [...held.keys()],
  };
};
