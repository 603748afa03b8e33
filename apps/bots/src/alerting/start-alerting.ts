import type { Observation } from '@gexstream/alerts';
import { type Batch, type Bus, type BusRecord, type Commit, deadLetter, decodeEvent, retryPassing, topic } from '@gexstream/bus';
import {
  type AlertRule,
  type ChatSettings,
  type Clock,
  type Envelope,
  type Feed,
  type FeedStatusEvent,
  feedTimeAt,
  sessionDate,
} from '@gexstream/domain';
import type { Logger } from 'pino';
import type { ChatDirectory } from '../chats/chat-directory.ts';
import type { RuleStanding } from '../words/standing-words.ts';
import { alertBook } from './alert-book.ts';
import { type AlertCounts, alertCounts } from './alert-counts.ts';
import { type Head, readAlertStates } from './alert-states.ts';
import { alertTurn } from './alert-turn.ts';
import { observationOf } from './event-observations.ts';
import { feedObservations } from './feed-observations.ts';
import { readLastValues } from './last-values.ts';

export interface AlertingOptions {
  readonly bus: Bus;
  /** The wall clock. */
  readonly clock: Clock;
  readonly log: Logger;
  readonly directory: ChatDirectory;
  /** Whether a chat may have alerts now. */
  readonly welcomes: (settings: ChatSettings) => boolean;
  /** Records of another feed go to the dead letters. */
  readonly feed: Feed;
  /** Also of a recording that runs again; else its alerts go to topic `alerts` alone, and to no chat. */
  readonly sendReplayed?: boolean;
}

export interface Alerting {
  /** Resolves when stopped; rejects when it cannot go on. */
  readonly done: Promise<void>;
  /** Resolves once what was under way is on the topics. */
  told(): Promise<void>;
  /** Finishes the batch in hand, publishes and commits it, then ends. Safe to call twice. */
  stop(): Promise<void>;
  status(): AlertingStatus;
  /** How a rule of a chat stands, by underlying of which it has seen something. */
  standing(settings: ChatSettings, rule: AlertRule): readonly RuleStanding[];
}

export interface AlertingStatus extends AlertCounts {
  readonly deadLetters: number;
  /** Chats that could not be dealt with, since the start. */
  readonly failures: number;
}

export const alertsGroup = 'alerts';
export const alertTopics: readonly string[] = [
  topic.levels,
  topic.sessionBaselines,
  topic.exposures,
  topic.opportunities,
  topic.skew,
  topic.feedStatus,
].map(({ name }) => name);
const batchRecordsMax = 200;
const tickMs = 1_000;

/**
 * Rules held against what gex, the scanner and ingest publish: alerts to topic `alerts`, what chats should show to `outbox`, and how all
 * stands to `alert-states`. In one process at a time: who calls this holds the bots' lease.
 */
export const startAlerting = async (options: AlertingOptions): Promise<Alerting> => {
  const { bus, clock, log, directory, feed } = options;
  const replayed = feed.startsWith('replay-');
  const stopping = new AbortController();
  const persistently = <T>(work: () => Promise<T>): Promise<T> =>
    retryPassing(work, {
      clock,
      stopping: stopping.signal,
      onFailure: (error) => log.warn({ err: error }, 'the bus does not answer; tried again'),
    });
  const book = alertBook(await persistently(() => readAlertStates(bus)));
  const counts = alertCounts();
  const turn = alertTurn({
    book,
    counts,
    directory,
    welcomes: options.welcomes,
    log,
    clock,
    sends: !replayed || options.sendReplayed === true,
    feedNote: feed === 'live' ? '' : replayed ? 'replayed' : 'simulated',
    // A replay's time is whatever is read: nothing of it is old.
    feedNow: (at) => (status === null || replayed ? at : feedTimeAt({ ...status, ...status.body }, clock.now())),
  });
  let status: FeedStatusEvent | null = null;
  let deadLetters = 0;

  const take = (event: Envelope<string, unknown>): readonly BusRecord[] => {
    if (event.feed !== feed) throw new TypeError(`the record is of feed ${event.feed}, these alerts are of ${feed}`);
    if (event.kind === 'feed-status') status = event as FeedStatusEvent;
    return turn.take(observationsOf(event), event);
  };
  /** States after what they led to: after a crash between the two, the same records lead to the same again. */
  const publish = async (records: readonly BusRecord[], head: Head): Promise<void> => {
    if (records.length > 0) await persistently(() => bus.publish(records));
    const states = turn.states(head);
    if (states.length > 0) await persistently(() => bus.publish(states));
  };
  const onBatch = async (batch: Batch, commit: Commit): Promise<void> => {
    const records: BusRecord[] = [];
    let head: Head | null = null;
    for (const record of batch.records) {
      if (record.value === null) continue;
      try {
        const event = decodeEvent(record.value);
        records.push(...take(event));
        head = event;
      } catch (error) {
        deadLetters += 1;
        const reason = error instanceof Error ? error.message : String(error);
        log.warn({ topic: record.topic, offset: record.offset, reason }, 'record cannot be read; kept in dead-letters');
        records.push(deadLetter(record, reason));
      }
    }
    if (head !== null) await publish(records, head);
    else if (records.length > 0) await persistently(() => bus.publish(records));
    await commit(batch.records.at(-1)!.offset);
  };
  /** Batches and ticks never at once: both go on from the same states. */
  let tail: Promise<void> = Promise.resolve();
  const inTurn = (work: () => Promise<void>): Promise<void> => {
    const done = tail.then(work);
    tail = done.catch(() => {});
    return done;
  };
  /** Time goes on when nothing comes any more: then feeds are stale, and messages that wait are due. */
  const tick = async (): Promise<void> => {
    if (status === null || replayed) return;
    const at = feedTimeAt({ ...status, ...status.body }, clock.now());
    if (at - status.eventMs < 2 * tickMs) return;
    const head: Head = { ...status, eventMs: at, receiveMs: at, emitMs: at, sessionDate: sessionDate(at) };
    await publish(turn.take(feedObservations(status.body, status.eventMs, at), head), head);
  };

  for (const event of await persistently(() => readLastValues(bus))) {
    if (event.feed !== feed) continue;
    if (event.kind === 'feed-status') status = event as FeedStatusEvent;
    turn.recall(observationsOf(event));
  }
  const subscription = await bus.subscribe({
    topics: alertTopics,
    group: alertsGroup,
    start: 'earliest',
    batchRecordsMax,
    onBatch: (batch, commit) => inTurn(() => onBatch(batch, commit)),
  });
  let failTicks: (error: unknown) => void = () => {};
  const ticksFailed = new Promise<never>((_, reject) => {
    failTicks = reject;
  });
  let ticking = false;
  const endTicks = clock.every(tickMs, () => {
    // A bus that is away holds one tick, not one for each second: what each would look at is the time when it is its turn.
    if (ticking || stopping.signal.aborted) return;
    ticking = true;
    inTurn(tick)
      .catch(failTicks)
      .finally(() => {
        ticking = false;
      });
  });
  const endChanges = directory.onChange((key, settings) => {
    inTurn(async () => {
      const records = turn.changed(key, settings, clock.now());
      if (records.length > 0) await persistently(() => bus.publish(records));
    }).catch(failTicks);
  });

  let stopped: Promise<void> | null = null;
  return {
    done: Promise.race([subscription.done, ticksFailed]),
    told: () => inTurn(async () => {}),
    stop: () => {
      stopped ??= (async () => {
        stopping.abort();
        endTicks();
        endChanges();
        await subscription.close();
        await tail;
      })();
      return stopped;
    },
    standing: book.standing,
    status: () => ({ ...counts.now(), deadLetters, failures: turn.failures() }),
  };
};

const observationsOf = (event: Envelope<string, unknown>): readonly Observation[] => {
  if (event.kind === 'feed-status') return feedObservations((event as FeedStatusEvent).body, event.eventMs, event.eventMs);
  const observation = observationOf(event);
  return observation === undefined ? [] : [observation];
};
