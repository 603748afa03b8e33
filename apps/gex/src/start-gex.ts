import { type ActorMetrics, actorSystem } from '@gexstream/actors';
import {
  type Batch,
  type Bus,
  type Commit,
  outputPublisher,
  restoreSnapshots,
  retryPassing,
  type Subscription,
  type TopicPartition,
  topic,
} from '@gexstream/bus';
import type { Carry, Clock } from '@gexstream/domain';
import { stopwatch } from '@gexstream/metrics';
import type { Logger } from 'pino';
import { type PartitionProcessor, partitionProcessor } from './partition-processor.ts';
import { snapshotFormat, type UnderlyingSnapshot } from './underlying-snapshot.ts';

export interface GexOptions {
  readonly bus: Bus;
  readonly clock: Clock;
  readonly log: Logger;
  readonly carry: Carry;
  /** Told of each batch when all it led to is out: the seconds that its computation took, publishing apart. */
  readonly onBatchDone?: (batch: Batch, computeSeconds: number) => void;
}

export interface Gex {
  /** Resolves when stopped; rejects when it cannot go on. */
  readonly done: Promise<void>;
  /** Finishes the batch in hand, publishes and commits it, then ends; a bus that is away gets 3 s for it. Safe to call twice. */
  stop(): Promise<void>;
  status(): { readonly deadLetters: number; readonly partitions: number; readonly actors: readonly ActorMetrics[] };
}

export const gexGroup = 'gex';
/** Enough to amortise a publish, few enough that a batch's outputs stay within some megabytes. */
const batchRecordsMax = 200;
/** All chunks of all underlyings of a partition, both slots. */
const snapshotRecordsMax = 10_000;

/** The streaming processor: topic `market` in; `levels`, `cells`, `exposures`, `profiles`, `session-baselines`, `latest` and snapshots out. */
export const startGex = async ({ bus, clock, log, carry, onBatchDone }: GexOptions): Promise<Gex> => {
  const system = actorSystem({
    name: 'gex',
    clock,
    onCrash: (path, error) => log.error({ actor: path, err: error }, 'actor crashed'),
  });
  const processors = new Map<number, PartitionProcessor>();
  let deadLetters = 0;
  const stopping = new AbortController();
  /** While the bus is away the batch in hand waits, and with it the partition: nothing is skipped. */
  const persistently = <T>(work: () => Promise<T>): Promise<T> =>
    retryPassing(work, {
      clock,
      stopping: stopping.signal,
      onFailure: (error) => log.warn({ err: error }, 'the bus does not answer; tried again'),
    });
  const publisher = outputPublisher({ publish: (records) => persistently(() => bus.publish(records)) }, clock);

  /** Where to begin: at the oldest of the snapshots. Without one the state is nowhere but in the log: at its beginning, whatever was committed. */
  const assign = async ({ partition }: TopicPartition, committed: number): Promise<number> => {
    const found = restoreSnapshots<UnderlyingSnapshot>(
      snapshotFormat,
      await persistently(() => bus.read(topic.snapshots.name, partition, 0, Number.MAX_SAFE_INTEGER, snapshotRecordsMax)),
    );
    const restored = new Map([...found].flatMap(([name, whole]) => (whole === null ? [] : [[name, whole] as const])));
    for (const name of found.keys())
      if (!restored.has(name)) log.warn({ partition, underlying: name }, 'no whole snapshot; the log is read from its beginning');
    const processor = partitionProcessor({
      system,
      carry,
      partition,
      restored,
      committed,
      onDeadLetter: (record, reason) => {
        deadLetters += 1;
        log.warn(
          { topic: record.topic, partition, offset: record.offset, reason },
          'record cannot be read; kept in dead-letters',
        );
      },
    });
    processors.set(partition, processor);
    const starts = [...found.values()].map((whole) => whole?.snapshot.nextOffset ?? 0);
    return starts.length === 0 ? 0 : Math.min(...starts);
  };

  const onBatch = async (batch: Batch, commit: Commit): Promise<void> => {
    let computeSeconds = 0;
    let elapsed = stopwatch();
    const outputs = await processors.get(batch.partition)!.process(batch, async (part) => {
      computeSeconds += elapsed();
      await publisher.add(batch.partition, part);
      elapsed = stopwatch();
    });
    computeSeconds += elapsed();
    await publisher.add(batch.partition, outputs, {
      commit: () => commit(batch.records.at(-1)!.offset),
      done: () => onBatchDone?.(batch, computeSeconds),
    });
  };

  const subscription: Subscription = await bus.subscribe({
    topics: [topic.market.name],
    group: gexGroup,
    start: 'earliest',
    batchRecordsMax,
    onAssigned: async (partitions) => {
      const committed = new Map(
        (await persistently(() => bus.committed(gexGroup))).map(({ partition, offset }) => [partition, offset]),
      );
      const starts = partitions.map(
        async (assigned) =>
          [`${assigned.topic}/${assigned.partition}`, await assign(assigned, committed.get(assigned.partition) ?? 0)] as const,
      );
      return new Map(await Promise.all(starts));
    },
    onRevoked: async (partitions) => {
      await publisher.settled(partitions.map(({ partition }) => partition));
      for (const { partition } of partitions) {
        await processors.get(partition)?.stop();
        processors.delete(partition);
      }
    },
    onBatch,
  });

  let stopped: Promise<void> | null = null;
  return {
    done: Promise.race([subscription.done, system.failed]),
    stop: () => {
      stopped ??= (async () => {
        stopping.abort();
        await subscription.close();
        await system.stop();
      })();
      return stopped;
    },
    status: () => ({ deadLetters, partitions: processors.size, actors: system.metrics() }),
  };
};
