import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Batch, StoredRecord, SubscribeOptions, Subscription, TopicPartition } from '../bus.ts';
import type { StoredTopic } from './environment.ts';
import type { LogReader } from './log-reader.ts';
import type { Wakeups } from './wakeups.ts';

const batchRecordsDefault = 500;
/** A batch ends behind the record that passes this, however many records were asked for. */
const batchBytesMax = 8 * 2 ** 20;

export interface SubscriptionParts {
  readonly options: SubscribeOptions;
  readonly topics: readonly StoredTopic[];
  readonly reader: LogReader;
  readonly wakeups: Wakeups;
  readonly commit: (partition: TopicPartition, next: number) => Promise<void>;
  /** Called once when it is over, whatever ended it. */
  readonly left: () => void;
}

interface Position extends TopicPartition {
  readonly stored: StoredTopic;
  next: number;
}

/** Resolves when every partition has its starting offset: what is published from then on is seen. */
export const startSubscription = async (parts: SubscriptionParts): Promise<Subscription> => {
  const { options, reader, wakeups } = parts;
  const positions = await startingPositions(parts);
  const partitions = positions.map(({ topic, partition }) => ({ topic, partition }));
  let closing = false;
  let wake = (): void => {};

  const serve = async (position: Position): Promise<boolean> => {
    const batch = nextBatch(reader, position, options.batchRecordsMax ?? batchRecordsDefault);
    if (batch === null) return false;
    await options.onBatch(batch, (offset) => parts.commit({ topic: position.topic, partition: position.partition }, offset + 1));
    // Reading is synchronous: without a turn between batches, a long backlog would keep sockets and timers waiting.
    await nextTurn();
    return true;
  };

  const run = async (): Promise<void> => {
    try {
      // The caller gets its subscription first, and can look after `done`.
      await nextTurn();
      while (!closing) {
        const seen = wakeups.version;
        let served = false;
        // One batch of each partition in turn: a busy one does not keep the others waiting.
        for (const position of positions) if (!closing && (await serve(position))) served = true;
        if (!served && !closing) await sleep(seen);
      }
      await options.onRevoked?.(partitions);
    } finally {
      parts.left();
    }
  };

  const sleep = (seen: number): Promise<void> =>
    new Promise((resolve) => {
      const cancel = wakeups.next(seen, resolve);
      wake = () => {
        cancel();
        resolve();
      };
    });

  const done = run();
  return {
    done,
    async close() {
      closing = true;
      wake();
      // A failure is told by `done`.
      await done.catch(() => {});
    },
  };
};

const startingPositions = async ({ options, topics, reader }: SubscriptionParts): Promise<Position[]> => {
  const key = ({ topic, partition }: TopicPartition): string => `${topic}/${partition}`;
  const committed = new Map(options.group === undefined ? [] : reader.committed(options.group).map((at) => [key(at), at.offset]));
  const found = topics.flatMap((stored) => reader.offsets(stored).map((offsets) => ({ ...offsets, stored })));
  const named = await options.onAssigned?.(found.map(({ topic, partition }) => ({ topic, partition })));
  return found.map((at) => {
    const wanted = named?.get(key(at)) ?? committed.get(key(at)) ?? (options.start === 'earliest' ? at.start : at.end);
    // Ahead of the end lies nothing yet: whoever remembers more than the log (lost power) must not skip what comes next.
    return { topic: at.topic, partition: at.partition, stored: at.stored, next: Math.min(Math.max(wanted, at.start), at.end) };
  });
};

/** Moves the position behind what it returns. Trimmed offsets are passed over: it goes on at the partition's start. */
const nextBatch = (reader: LogReader, position: Position, recordsMax: number): Batch | null => {
  const { topic, partition, stored } = position;
  const { end } = reader.counters(stored, partition);
  if (position.next >= end) return null;
  const records: readonly StoredRecord[] = reader.records(stored, partition, position.next, end, recordsMax, batchBytesMax);
  const last = records.at(-1);
  position.next = last === undefined ? end : last.offset + 1;
  return last === undefined ? null : { topic, partition, records, endOffset: end };
};
