import { type Bus, type BusRecord, retryPassing } from '@gexstream/bus';
import { type Clock, type EpochMs, type Feed, isoTime } from '@gexstream/domain';
import type { Logger } from 'pino';
import type { Append } from '../actors/frame-publisher.actor.ts';
import { Counters } from '../counters.ts';
import { draftUpdates } from '../draft-size.ts';
import type { Ingest } from '../ingest-options.ts';
import { marketRecords, markRecords } from '../market-records.ts';
import type { Recording } from '../recording/open-recording.ts';
import { noSkew } from '../session/clock-skew.ts';
import { StatusBoard } from '../status-board.ts';
import { statusRecord } from '../status-record.ts';
import { type Follower, followed, pause } from './followers.ts';
import { appendNumbering } from './numbered-appends.ts';
import { countContracts } from './replay-contracts.ts';
import { type ReplaySpeed, replayPace } from './replay-pace.ts';
import { replayedMessage } from './replayed-message.ts';
import { unkeptRecords } from './unkept-records.ts';

export interface ReplayOptions {
  /** Its topics are declared. The replay does not close it. */
  readonly bus: Bus;
  /** The wall's: it paces the replay and decides nothing in it. */
  readonly clock: Clock;
  readonly log: Logger;
  readonly recording: Recording;
  /** `replay-…`, of this recording alone. */
  readonly feed: Feed;
  readonly speed: ReplaySpeed;
  readonly followers: readonly Follower[];
}

export interface Replay extends Ingest {
  /** The recording's time, which the replay has reached. */
  readonly now: () => EpochMs;
  /** Resolves when all of it is published and followed; never when it was stopped before. */
  readonly over: Promise<void>;
}

/** One publish takes so many records, and then the followers are waited for. */
const batchRecordsMax = 256;
const statusEveryMs = 1_000;

/**
 * Publishes a recording as ingest published what it was made from: the same recording gives the same records, byte for byte, at any speed
 * and however often it is stopped. It calls nobody, and writes to `market`, `ticks` and `feed-status` alone.
 */
export const startReplay = async (options: ReplayOptions): Promise<Replay> => {
  const { bus, clock, log, recording, feed, speed } = options;
  const { symbols } = recording.header;
  const underlyings = new Set(symbols);
  const counters = new Counters();
  const board = new StatusBoard(symbols, new Map(), new Map());
  const contracts = countContracts(symbols);
  const number = appendNumbering(feed, feed);
  const unkept = await unkeptRecords(bus);
  const pace = replayPace(speed);
  const stopping = new AbortController();
  const { signal } = stopping;
  const over = Promise.withResolvers<void>();
  let reachedMs = recording.fromMs;
  let isOver = false;
  let batch: BusRecord[] = [];

  const onFailure = (error: Error): void => {
    counters.publishFailures += 1;
    log.warn({ err: error }, 'not published; the replay waits, and it is tried again');
  };
  const status = () => {
    board.counts(contracts.counts());
    const share = (reachedMs - recording.fromMs) / Math.max(1, recording.toMs - recording.fromMs);
    const detail = `replay of what feed ${recording.header.feed} received: ${isOver ? 'over' : `${Math.floor(100 * share)} %`}, at ${isoTime(reachedMs)}`;
    board.session({ phase: 'live', everLive: true, detail, clockSkew: noSkew });
    // At full speed, and at the end, the feed's time is what was said last.
    return { ...board.status(clock.now()), speed: speed === 'max' || isOver ? 0 : speed };
  };
  const report = (): Promise<void> =>
    bus
      .publish([statusRecord({ ...status(), seq: board.seq }, feed, feed, reachedMs)])
      .catch((error: unknown) => log.warn({ err: error }, 'feed status not published'));

  const publish = async (): Promise<void> => {
    if (batch.length === 0) return;
    const records = batch;
    batch = [];
    await retryPassing(() => bus.publish(records), { clock, stopping: signal, onFailure });
    await followed(bus, options.followers, clock, signal);
  };
  const take = (appends: readonly Append[]): readonly BusRecord[] =>
    appends.flatMap((one) => {
      if ('marks' in one) {
        counters.timeMarks += one.marks.length;
        return markRecords(one.marks);
      }
      counters.records += one.events.length;
      counters.updates += one.events.reduce((sum, event) => sum + draftUpdates(event), 0);
      board.published(one.events);
      contracts.published(one.events, (underlying) => board.chain(underlying, reachedMs));
      return marketRecords(one.events);
    });

  const run = async (): Promise<void> => {
    for await (const entry of recording.read()) {
      if (signal.aborted) return;
      const records = unkept(take(number(replayedMessage(entry, underlyings, counters), entry.receivedMs)));
      if (records.length > 0) {
        const waitMs = pace(entry.receivedMs, clock.now());
        if (waitMs > 0) {
          await publish();
          await pause(clock, waitMs, signal);
          if (signal.aborted) return;
        }
        batch.push(...records);
      }
      reachedMs = entry.receivedMs;
      if (batch.length >= batchRecordsMax) await publish();
    }
    await publish();
    await followed(
      bus,
      options.followers.map((follower) => ({ ...follower, recordsMax: 0 })),
      clock,
      signal,
    );
    if (signal.aborted) return;
    isOver = true;
    await report();
    over.resolve();
  };

  await report();
  const stopReports = clock.every(statusEveryMs, () => void report());
  const ended = Promise.withResolvers<void>();
  ended.promise.catch(() => undefined);
  const running = run().catch((error: unknown) => {
    if (!signal.aborted) ended.reject(error);
  });
  let stopped: Promise<void> | null = null;
  return {
    done: ended.promise,
    over: over.promise,
    now: () => reachedMs,
    stop: () => {
      stopped ??= (async () => {
        stopping.abort();
        stopReports();
        await running;
        board.stopping = true;
        await report();
        ended.resolve();
      })();
      return stopped;
    },
    status: () => ({
      ...status(),
      counters: counters.snapshot(),
      outbox: { drafts: 0, bytes: 0, waitedMs: 0, dropped: {}, coalescedRows: 0 },
      clockSkewMs: null,
      actors: [],
    }),
  };
};
