import { type ActorMetrics, actorSystem } from '@gexstream/actors';
import {
  type Bus,
  type BusRecord,
  outputPublisher,
  partitionCount,
  partitionOf,
  restoreSnapshots,
  retryPassing,
  type Subscription,
  topic,
} from '@gexstream/bus';
import type { Carry, Clock } from '@gexstream/domain';
import type { Logger } from 'pino';
import { followScanRuns } from './follow-scan-runs.ts';
import { type PartitionProcessor, partitionProcessor } from './partition-processor.ts';
import { scanLeadMs } from './scan-lead.ts';
import { type SymbolSnapshot, snapshotFormat } from './symbol-state.ts';

export interface ScannerOptions {
  readonly bus: Bus;
  readonly clock: Clock;
  readonly log: Logger;
  readonly carry: Carry;
  /** What is scanned, without prefix: at most 500. */
  readonly symbols: readonly string[];
}

export interface Scanner {
  /** Resolves when stopped; rejects when it cannot go on. */
  readonly done: Promise<void>;
  /** Finishes the batch in hand, publishes and commits it, then ends; a bus that is away gets 3 s for it. Safe to call twice. */
  stop(): Promise<void>;
  status(): ScannerStatus;
}

export interface ScannerStatus {
  readonly symbols: number;
  readonly partitions: number;
  /** Records of `market` that it could not read; gex has sent their dead letters. */
  readonly unreadable: number;
  readonly actors: readonly ActorMetrics[];
}

export const scannerGroup = 'scanner';
const batchRecordsMax = 200;
/** All chunks of all symbols of a partition, both slots. */
const snapshotRecordsMax = 10_000;

/** The flow scanner: topic `market` in; `flow`, `skew`, `opportunities`, `outcomes`, `scan-runs`, `sentiment`, `latest`, `demand` and snapshots out. */
export const startScanner = async ({ bus, clock, log, carry, symbols }: ScannerOptions): Promise<Scanner> => {
  const system = actorSystem({
    name: 'scanner',
    clock,
    onCrash: (path, error) => log.error({ actor: path, err: error }, 'actor crashed'),
  });
  const processors = new Map<number, PartitionProcessor>();
  let unreadable = 0;
  const stopping = new AbortController();
  const persistently = <T>(work: () => Promise<T>): Promise<T> =>
    retryPassing(work, {
      clock,
      stopping: stopping.signal,
      onFailure: (error) => log.warn({ err: error }, 'the bus does not answer; tried again'),
    });
  const publish = (records: readonly BusRecord[]): Promise<void> => persistently(() => bus.publish(records));
  const publisher = outputPublisher({ publish }, clock);
  const settings = { carry, leadMs: scanLeadMs(symbols.length) };
  const symbolsAt = (partition: number): readonly string[] =>
    symbols.filter((symbol) => partitionOf(symbol, partitionCount) === partition);

  /** Where to begin: at the oldest of the snapshots; where a symbol has none, at the log's beginning. Null where nothing is scanned: then where the group is. */
  const assign = async (partition: number): Promise<number | null> => {
    const records = await persistently(() =>
      bus.read(snapshotFormat.topic, partition, 0, Number.MAX_SAFE_INTEGER, snapshotRecordsMax),
    );
    const found = restoreSnapshots<SymbolSnapshot>(snapshotFormat, records);
    const here = symbolsAt(partition);
    const restored = new Map(here.flatMap((name) => (found.get(name) ? [[name, found.get(name)!] as const] : [])));
    processors.set(
      partition,
      partitionProcessor({ system, partition, symbols: here, settings, restored, onUnreadable: () => (unreadable += 1) }),
    );
    return here.length === 0 ? null : Math.min(...here.map((name) => restored.get(name)?.snapshot.nextOffset ?? 0));
  };

  const subscription: Subscription = await bus.subscribe({
    topics: [topic.market.name],
    group: scannerGroup,
    start: 'earliest',
    batchRecordsMax,
    onAssigned: async (partitions) => {
      const starts = partitions.map(async ({ topic: name, partition }) => {
        const start = await assign(partition);
        return start === null ? [] : [[`${name}/${partition}`, start] as const];
      });
      return new Map((await Promise.all(starts)).flat());
    },
    onRevoked: async (partitions) => {
      await publisher.settled(partitions.map(({ partition }) => partition));
      for (const { partition } of partitions) {
        await processors.get(partition)?.stop();
        processors.delete(partition);
      }
    },
    onBatch: async (batch, commit) => {
      const outputs = await processors.get(batch.partition)!.process(batch);
      await publisher.add(batch.partition, outputs, { commit: () => commit(batch.records.at(-1)!.offset) });
    },
  });
  const reporting = new Set(symbols.map((symbol) => partitionOf(symbol, partitionCount))).size;
  const runs = await followScanRuns({ bus, system, partitions: reporting, publish }).catch(async (error: unknown) => {
    await subscription.close();
    throw error;
  });

  let stopped: Promise<void> | null = null;
  return {
    done: Promise.race([subscription.done, runs.done, system.failed]),
    stop: () => {
      stopped ??= (async () => {
        stopping.abort();
        await Promise.all([subscription.close(), runs.close()]);
        await system.stop();
      })();
      return stopped;
    },
    status: () => ({ symbols: symbols.length, partitions: processors.size, unreadable, actors: system.metrics() }),
  };
};
