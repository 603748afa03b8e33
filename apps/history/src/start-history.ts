import { type ActorMetrics, actorSystem } from '@gexstream/actors';
import { type Batch, type Bus, type Commit, topic } from '@gexstream/bus';
import type { Clock, EpochMs, Feed } from '@gexstream/domain';
import { allTables, type Store } from '@gexstream/store';
import type { Logger } from 'pino';
import { CommitQueue } from './commit-queue.ts';
import { Intake } from './intake.ts';
import { SessionTrim } from './session-trim.ts';
import { startTableWriters, type TableStatus } from './table-writers.ts';

export interface HistoryOptions {
  readonly bus: Bus;
  readonly store: Store;
  readonly clock: Clock;
  readonly log: Logger;
  /** Records of another feed go to the dead letters. */
  readonly feed: Feed;
}

export interface HistoryStatus {
  readonly tables: Readonly<Record<string, Readonly<TableStatus>>>;
  /** Records that could not be read, since the start. */
  readonly deadLetters: number;
  /** Batches that are read but not yet committed. */
  readonly batchesWaiting: number;
  /** Event time of the newest record read, epoch ms. */
  readonly lastEventMs: EpochMs | null;
  /** Session date (`YYYY-MM-DD`) of the last trim. */
  readonly trimmedSession: string | null;
  readonly trimFailures: number;
  readonly actors: readonly ActorMetrics[];
}

export interface History {
  /** Resolves when stopped; rejects when it cannot go on. */
  readonly done: Promise<void>;
  /** Writes and commits what was read, then ends; what a failing store refuses stays uncommitted. Safe to call twice. */
  stop(): Promise<void>;
  status(): HistoryStatus;
}

export const historyGroup = 'history';
/** Whose records become rows. */
export const historyTopics: readonly string[] = [
  topic.levels,
  topic.profiles,
  topic.exposures,
  topic.ticks,
  topic.flow,
  topic.skew,
  topic.opportunities,
  topic.outcomes,
  topic.sentiment,
  topic.scanRuns,
  topic.trades,
].map(({ name }) => name);
/** A profile record of a large chain is half a megabyte: this bounds what is held between the bus and the store. */
const batchRecordsMax = 32;
const batchesWaitingMax = 128;

/** Keeps levels, profiles and ticks in the store, every record of them, at its own pace: the present does not wait for it. */
export const startHistory = async (options: HistoryOptions): Promise<History> => {
  const { bus, store, clock, log } = options;
  await store.declareTables(allTables);
  const stopping = new AbortController();
  const system = actorSystem({
    name: 'history',
    clock,
    onCrash: (path, error) => log.error({ actor: path, err: error }, 'actor crashed'),
  });
  const writers = startTableWriters({ system, store, tables: allTables, clock, log, stopping: stopping.signal });
  const commits = new CommitQueue(batchesWaitingMax);
  const intake = new Intake({ ...options, stopping: stopping.signal }, new SessionTrim(store));

  const drain = async (): Promise<void> => {
    await writers.flush();
    await commits.drain();
  };
  /** What is not committed comes again, here or at the partition's next reader. */
  const drainIfPossible = (): Promise<void> =>
    drain().catch((error: unknown) =>
      log.warn({ err: error }, 'the store did not take everything that was read; it comes again'),
    );
  const onBatch = async (batch: Batch, commit: Commit): Promise<void> => {
    const { written } = await writers.write(await intake.take(batch.records));
    await commits.add(written, () => commit(batch.records.at(-1)!.offset));
    if (stopping.signal.aborted) await drainIfPossible();
  };
  const subscription = await bus
    .subscribe({
      topics: historyTopics,
      group: historyGroup,
      start: 'earliest',
      batchRecordsMax,
      onBatch,
      onRevoked: drainIfPossible,
    })
    .catch(async (error: unknown) => {
      await system.stop();
      throw error;
    });

  let stopped: Promise<void> | null = null;
  return {
    done: Promise.race([subscription.done, system.failed, commits.failed]).catch((error: unknown) => {
      // A batch given up because of the stop itself is no failure.
      if (!stopping.signal.aborted) throw error;
    }),
    stop: () => {
      stopped ??= (async () => {
        stopping.abort();
        await drain().catch((error: unknown) =>
          log.warn({ err: error }, 'stopped before the store took everything; it comes again'),
        );
        await subscription.close();
        await system.stop();
      })();
      return stopped;
    },
    status: () => ({ tables: writers.status(), batchesWaiting: commits.waiting, actors: system.metrics(), ...intake.status() }),
  };
};
