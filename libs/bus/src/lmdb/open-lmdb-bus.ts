import type { Clock } from '@gexstream/domain/time';
import type { Bus, SubscribeOptions, Subscription } from '../bus.ts';
import { BusError } from '../errors.ts';
import { openEnvironment } from './environment.ts';
import { heldGroups } from './held-groups.ts';
import { inspectTopics } from './inspect-topics.ts';
import { logReader } from './log-reader.ts';
import { type LogWriter, logWriter } from './log-writer.ts';
import { applyRetention } from './retention.ts';
import { startSubscription } from './subscription.ts';
import { commitWakeups, pollWakeups } from './wakeups.ts';

export interface LmdbBusOptions {
  /** The data folder; the log is `log.mdb` in it. */
  readonly path: string;
  readonly clock: Clock;
  /** Only looks, beside a writer in another process. Publishing, committing and declaring are then `BUS_READ_ONLY`. */
  readonly readOnly?: boolean;
  /** Address space reserved at the start, in bytes; it grows when the file does. Default 8 GiB. */
  readonly mapBytes?: number;
  /** How often retention runs. Default 5 s. */
  readonly retentionEveryMs?: number;
  /** Told when a run of retention fails; the next run tries again. Default: a process warning. */
  readonly onRetentionError?: (error: unknown) => void;
}

export interface LmdbBus extends Bus {
  /** Removes now what the topics need not keep; returns how many records went. Runs by itself every few seconds. */
  applyRetention(): Promise<number>;
}

const GiB = 2 ** 30;

const warn = (error: unknown): void => process.emitWarning(error instanceof Error ? error : String(error));

/**
 * The bus of one machine: a log in one file that needs no server. One process writes, any number read. Fails with `BUS_MISSING` when a
 * reader finds no log. Hold the folder's lease (`acquireLease`) before opening it to write.
 */
export const openLmdbBus = async (options: LmdbBusOptions): Promise<LmdbBus> => {
  const { path, clock, readOnly = false, mapBytes = 8 * GiB, retentionEveryMs = 5_000 } = options;
  const environment = openEnvironment(path, readOnly, mapBytes);
  const reader = logReader(environment);
  const commits = commitWakeups();
  const ownWriter = readOnly ? null : logWriter(environment, commits.committed);
  const wakeups = readOnly ? pollWakeups(clock) : commits;
  const groups = heldGroups();
  const subscriptions = new Set<Subscription>();
  let state: 'open' | 'closing' | 'closed' = 'open';
  let closed: Promise<void> | null = null;
  let retention: Promise<number> | null = null;

  const checkOpen = (): void => {
    if (state === 'closed') throw new BusError('BUS_CLOSED', `The bus on ${path} is closed. Open it again`);
  };
  const writer = (): LogWriter => {
    checkOpen();
    if (ownWriter === null)
      throw new BusError('BUS_READ_ONLY', `${path} was opened to read only. The process that writes it must do this`);
    return ownWriter;
  };
  const retain = (): Promise<number> => {
    retention ??= applyRetention(environment, writer()).finally(() => {
      retention = null;
    });
    return retention;
  };
  const stopRetention =
    ownWriter === null
      ? () => {}
      : clock.every(retentionEveryMs, () => {
          // Readers that were killed leave their mark in the lock file and would hold back the reuse of pages.
          environment.root.readerCheck();
          retain().catch(options.onRetentionError ?? warn);
        });

  const subscribe = async (wanted: SubscribeOptions): Promise<Subscription> => {
    checkOpen();
    if (state !== 'open') throw new BusError('BUS_CLOSED', `The bus on ${path} is being closed`);
    const topics = wanted.topics.map((name) => reader.topic(name));
    const { group } = wanted;
    if (group !== undefined) writer();
    const leave = group === undefined ? () => {} : groups.join(group, wanted.topics);
    const holder: { subscription?: Subscription } = {};
    const left = (): void => {
      leave();
      if (holder.subscription !== undefined) subscriptions.delete(holder.subscription);
    };
    const commit = async (at: { topic: string; partition: number }, next: number): Promise<void> => {
      if (group !== undefined) await writer().commit(group, at.topic, at.partition, next);
    };
    try {
      const subscription = await startSubscription({ options: wanted, topics, reader, wakeups, commit, left });
      holder.subscription = subscription;
      subscriptions.add(subscription);
      if (state === 'open') return subscription;
      await subscription.close();
      throw new BusError('BUS_CLOSED', `The bus on ${path} was closed meanwhile`);
    } catch (error) {
      leave();
      throw error;
    }
  };

  const close = async (): Promise<void> => {
    state = 'closing';
    stopRetention();
    // Running batches may still publish and commit.
    await Promise.all([...subscriptions].map((subscription) => subscription.close()));
    await retention?.catch(() => {});
    state = 'closed';
    const kept = await ownWriter?.close();
    if (kept === true) await environment.root.flushed;
    const ended = environment.root.close();
    // After a commit that failed lmdb waits for its flush for ever: on a broken disk nobody would come to an end.
    if (kept === false) ended.catch(() => {});
    else await ended;
  };

  return {
    publish: async (records) => writer().append(records),
    subscribe,
    declareTopics: async (topics) => writer().declare(topics),
    async topics() {
      checkOpen();
      return reader.topics().map((topic) => topic.declaration);
    },
    async inspectTopics(topics) {
      checkOpen();
      return inspectTopics(reader, topics);
    },
    async offsets(topic) {
      checkOpen();
      return reader.offsets(reader.topic(topic));
    },
    async groups() {
      checkOpen();
      return reader.groups();
    },
    async committed(group) {
      checkOpen();
      return reader.committed(group);
    },
    async read(topic, partition, from, to, limit) {
      checkOpen();
      return reader.records(reader.topic(topic), partition, from, to, limit, Number.POSITIVE_INFINITY);
    },
    applyRetention: async () => retain(),
    close() {
      closed ??= close();
      return closed;
    },
  };
};
