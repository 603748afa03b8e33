import type { Cancel } from '@gexstream/domain/time';
import type { PartitionOffsets, StoredRecord, SubscribeOptions, Subscription, TopicPartition } from '../bus.ts';
import { retryPassing } from '../retry-passing.ts';
import type { KafkaAdmin } from './admin.ts';
import { batchTurns } from './batch-turns.ts';
import { partitionKey } from './names.ts';
import { type KafkaBusOptions, type KafkaLog, noLog, statisticsEveryMs } from './options.ts';

const batchRecordsDefault = 500;

export interface Position extends TopicPartition {
  readonly next: number;
}

/** What a client's consumer tells the subscription. All names are plain. */
export interface Sink {
  /** Partitions came: asks the app, and says where to begin. Nothing of them may be offered before it resolves. */
  assigned(partitions: readonly TopicPartition[]): Promise<readonly Position[]>;
  /** Partitions leave. Resolves when their running batch is done; `lost` ones cannot commit any more. */
  revoked(partitions: readonly TopicPartition[], how: 'given up' | 'lost'): Promise<void>;
  offer(partition: TopicPartition, records: readonly StoredRecord[], endOffset: number): void;
  hasRoom(): boolean;
  room(): Promise<void>;
  /** Forgets what waits and lets the running batch finish; the partitions stay. Gives where to go on. */
  settle(): Promise<void>;
  /** The offset behind the last handled record. */
  next(partition: TopicPartition): number | undefined;
  failed(error: unknown): void;
}

/** A client's consumer: fetches for the sink and commits. */
export interface Consumer {
  /** Resolves when the first partitions have their starting offsets. */
  start(): Promise<void>;
  commit(partition: TopicPartition, next: number): Promise<void>;
  /** Leaves the group and lets go of the network. Called once, after the last batch. */
  stop(): Promise<void>;
}

export interface SubscriptionParts {
  readonly bus: KafkaBusOptions;
  readonly options: SubscribeOptions;
  readonly admin: KafkaAdmin;
  readonly consumer: (sink: Sink) => Consumer;
  /** Called once when it is over, whatever ended it. */
  readonly left: () => void;
}

/** What a subscription promises, whichever client fetches: turns, drain, starting offsets, how it ends. */
export const startSubscription = async ({
  bus,
  options,
  admin,
  consumer: create,
  left,
}: SubscriptionParts): Promise<Subscription> => {
  let state: 'running' | 'closing' | 'failed' = 'running';
  let ended = (): void => {};
  let endedBy = (_error: unknown): void => {};
  const done = new Promise<void>((resolve, reject) => {
    ended = resolve;
    endedBy = reject;
  });
  const held = new Map<string, TopicPartition>();
  let stopStatistics: Cancel = () => {};
  const ending = new AbortController();
  /** A broker that is away is waited for: the handler stands, and nothing is skipped. */
  const persistently = <T>(work: () => Promise<T>): Promise<T> =>
    retryPassing(work, {
      clock: bus.clock,
      stopping: ending.signal,
      onFailure: (error) =>
        (bus.log ?? noLog).warn({ group: options.group, error: error.message }, 'Kafka does not answer; tried again'),
    });

  const turns = batchTurns({
    recordsMax: options.batchRecordsMax ?? batchRecordsDefault,
    handle: options.onBatch,
    commit: async (partition, next) => {
      if (options.group !== undefined) await persistently(() => consumer.commit(partition, next));
    },
    failed: (error) => fail(error),
  });

  const leave = async (): Promise<void> => {
    ending.abort();
    stopStatistics();
    await consumer.stop();
    left();
  };
  const fail = (error: unknown): void => {
    if (state !== 'running') return;
    state = 'failed';
    // The network goes first: nobody shall wait for partitions that nobody reads.
    void leave().finally(() => endedBy(error));
  };

  const consumer = create({
    async assigned(partitions) {
      if (partitions.length === 0) return [];
      const positions = await startingPositions(partitions, options, admin, persistently, bus.log ?? noLog);
      for (const position of positions) {
        held.set(partitionKey(position), { topic: position.topic, partition: position.partition });
        turns.hold(position, position.next);
      }
      return positions;
    },
    async revoked(partitions, how) {
      const leaving = partitions.filter((partition) => held.has(partitionKey(partition)));
      if (leaving.length === 0) return;
      const tell = async (): Promise<void> => {
        for (const partition of leaving) held.delete(partitionKey(partition));
        if (state !== 'failed') await options.onRevoked?.(leaving);
      };
      if (how === 'given up') return turns.release(leaving, tell);
      await turns.lose(leaving);
      await tell();
    },
    offer: (partition, records, endOffset) => {
      if (state === 'running') turns.offer(partition, records, endOffset);
    },
    hasRoom: () => turns.hasRoom(),
    room: () => turns.room(),
    settle: () => turns.settle(),
    next: (partition) => turns.next(partition),
    failed: fail,
  });

  const close = async (): Promise<void> => {
    if (state === 'running') {
      state = 'closing';
      ending.abort();
      try {
        const partitions = [...held.values()];
        await turns.release(partitions, async () => {
          held.clear();
          if (partitions.length > 0) await options.onRevoked?.(partitions);
        });
        await leave();
        ended();
      } catch (error) {
        await leave().catch(() => {});
        endedBy(error);
      }
    }
    // A failure is told by `done`.
    await done.catch(() => {});
  };

  try {
    await consumer.start();
  } catch (error) {
    state = 'failed';
    await leave().catch(() => {});
    throw error;
  }
  const { onStatistics } = bus;
  if (onStatistics !== undefined) {
    stopStatistics = bus.clock.every(statisticsEveryMs, () => {
      const { records: queuedRecords, bytes: queuedBytes } = turns.queued();
      onStatistics({ client: 'subscription', group: options.group ?? null, queuedRecords, queuedBytes, lag: turns.lag() });
    });
  }
  let closing: Promise<void> | null = null;
  return {
    done,
    close() {
      closing ??= close();
      return closing;
    },
  };
};

/** What the app names wins over what the group committed, that over `start`. */
const startingPositions = async (
  partitions: readonly TopicPartition[],
  options: SubscribeOptions,
  admin: KafkaAdmin,
  persistently: <T>(work: () => Promise<T>) => Promise<T>,
  log: KafkaLog,
): Promise<Position[]> => {
  const topics = [...new Set(partitions.map(({ topic }) => topic))];
  const { group } = options;
  const [offsets, committed] = await Promise.all([
    Promise.all(topics.map((topic) => persistently(() => admin.offsets(topic)))),
    group === undefined ? [] : persistently(() => admin.committed(group)),
  ]);
  const existing = new Map<string, PartitionOffsets>(offsets.flat().map((at) => [partitionKey(at), at]));
  const kept = new Map(committed.map((at) => [partitionKey(at), at.offset]));
  const named = await options.onAssigned?.(partitions.map(({ topic, partition }) => ({ topic, partition })));
  return partitions.map(({ topic, partition }) => {
    const key = partitionKey({ topic, partition });
    const { start, end } = existing.get(key) ?? { start: 0, end: 0 };
    const wanted = named?.get(key) ?? kept.get(key) ?? (options.start === 'earliest' ? start : end);
    if (wanted >= start && wanted <= end) return { topic, partition, next: wanted };
    // Cleaned away, or remembered of a log that was cut or made anew: what is left is read from its beginning, and nothing of it is skipped.
    if (wanted !== 0)
      log.warn({ topic, partition, wanted, start, end }, 'the log does not have the wanted offset; reading from its start');
    return { topic, partition, next: start };
  });
};
