import type { Batch, Bus, BusRecord, StoredRecord, TopicDeclaration } from '@gexstream/bus';
import { epochMs } from '@gexstream/domain/time';

export const hourMs = 3_600_000;

export const keptTopic = (
  name: string,
  limits: { retentionMs?: number; retentionBytes?: number } = {},
  partitions = 12,
): TopicDeclaration => ({
  name,
  partitions,
  cleanup: { policy: 'delete', retentionMs: limits.retentionMs ?? 24 * hourMs, retentionBytes: limits.retentionBytes ?? 2 ** 30 },
  doc: 'For a test.',
});

export const compactedTopic = (name: string, partitions = 12): TopicDeclaration => ({
  name,
  partitions,
  cleanup: { policy: 'compact' },
  doc: 'For a test.',
});

const utf8 = new TextEncoder();

export const record = (topic: string, key: string, text: string | null, atMs = 1_000): BusRecord => ({
  topic,
  key,
  value: text === null ? null : utf8.encode(text),
  timestampMs: epochMs(atMs),
});

export const textOf = ({ value }: StoredRecord): string | null => (value === null ? null : new TextDecoder().decode(value));

export const texts = (records: readonly StoredRecord[]): (string | null)[] => records.map(textOf);

/** Everything that a topic holds, partition by partition. */
export const readAll = async (bus: Bus, topic: string): Promise<StoredRecord[]> => {
  const partitions = await bus.offsets(topic);
  const parts = await Promise.all(partitions.map(({ partition, start, end }) => bus.read(topic, partition, start, end, 100_000)));
  return parts.flat();
};

/** A place where a handler leaves what it got, and a test waits until enough has come. */
export interface Collected {
  readonly records: StoredRecord[];
  readonly batches: Batch[];
  add(batch: Batch): void;
  /** Resolves once so many records came. */
  count(records: number): Promise<void>;
}

export const collected = (): Collected => {
  const records: StoredRecord[] = [];
  const batches: Batch[] = [];
  let waiting: { readonly count: number; readonly resolve: () => void }[] = [];
  return {
    records,
    batches,
    add(batch) {
      batches.push(batch);
      records.push(...batch.records);
      for (const { count, resolve } of waiting) if (records.length >= count) resolve();
      waiting = waiting.filter(({ count }) => records.length < count);
    },
    count: (count) =>
      new Promise((resolve) => {
        if (records.length >= count) resolve();
        else waiting.push({ count, resolve });
      }),
  };
};
