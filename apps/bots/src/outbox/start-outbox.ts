import { type ActorRef, actorSystem } from '@gexstream/actors';
import { type Bus, type BusRecord, behind, deadLetter, readTopic, retryPassing, type StoredRecord, topic } from '@gexstream/bus';
import type { ChatRef, Clock, DeliveryReceipt, Feed } from '@gexstream/domain';
import type { Logger } from 'pino';
import type { ChatPlatform } from '../platform/chat-platform.ts';
import { deliveryBook } from './delivery-book.ts';
import { deliveryRemoval } from './delivery-record.ts';
import type { LaneMessage } from './lane-state.ts';
import { type LaneCounts, platformLane } from './platform-lane.ts';

export interface OutboxOptions {
  readonly bus: Bus;
  /** The wall clock: how long a message is news, and how fast one may be sent, is counted by it. */
  readonly clock: Clock;
  readonly log: Logger;
  readonly feed: Feed;
  /** Of this process. */
  readonly run: string;
  /** Already started. Deliveries to other platforms are left alone, and go after a day. */
  readonly platforms: readonly ChatPlatform[];
  /** Nothing can be sent there any more: blocked, kicked. */
  readonly onUnreachable: (chat: ChatRef, reason: string) => void;
  /** The chat has this id from now on. */
  readonly onMoved: (chat: ChatRef, to: string) => void;
}

export interface Outbox {
  /** Resolves when stopped; rejects when it cannot go on: the bus failed, or a platform no longer takes the token. */
  readonly done: Promise<void>;
  /** Finishes what is being sent, with its receipt, for up to 8 s; the rest waits on the topic. A bus that is away gets 3 s. Safe to call twice. */
  stop(): Promise<void>;
  status(): OutboxStatus;
}

export interface OutboxStatus {
  readonly platforms: readonly (LaneCounts & { readonly platform: string })[];
  /** Deliveries that the topic holds, done ones of the last day among them. */
  readonly known: number;
  readonly unreadable: number;
}

const tidyEveryMs = 60_000;
/** Deliveries that one tidying removes. */
const tidyMax = 500;

/**
 * Makes what chats show equal to what topic `outbox` wants. To be run by one process: whoever holds the lease. A receipt is kept before the next message goes,
 * so that a crash sends again at most what was under way.
 */
export const startOutbox = async (options: OutboxOptions): Promise<Outbox> => {
  const { bus, clock, log } = options;
  const stopping = new AbortController();
  const persistently = <T>(work: () => Promise<T>): Promise<T> =>
    retryPassing(work, {
      clock,
      stopping: stopping.signal,
      onFailure: (error) => log.warn({ err: error }, 'the bus does not answer; tried again'),
    });
  const publish = (records: readonly BusRecord[]): Promise<void> => persistently(() => bus.publish(records));
  const failure = Promise.withResolvers<never>();
  const system = actorSystem({
    name: 'outbox',
    clock,
    onCrash: (path, error) => log.error({ actor: path, err: error }, 'actor crashed'),
  });
  const book = deliveryBook();
  const onReceipt = (receipt: DeliveryReceipt): void => book.note(receipt, clock.now());
  const lanes = new Map(
    options.platforms.map((platform) => [
      platform.name as string,
      platformLane({ ...options, platform, publish, system, onReceipt, giveUp: failure.reject }),
    ]),
  );
  let unreadable = 0;

  const tell = async (platform: string, message: LaneMessage): Promise<void> => {
    await (lanes.get(platform)?.actor satisfies ActorRef<LaneMessage> | undefined)?.send(message);
  };
  let letters: BusRecord[] = [];
  const take = (record: StoredRecord): ReturnType<typeof book.take> => {
    try {
      return book.take(record);
    } catch (error) {
      unreadable += 1;
      // It leaves the topic with that, or each start would send it there again.
      const removal = { topic: record.topic, key: record.key, value: null, timestampMs: clock.now() };
      letters.push(deadLetter(record, error instanceof Error ? error.message : String(error)), removal);
      return null;
    }
  };
  const publishLetters = async (): Promise<void> => {
    const published = letters;
    letters = [];
    if (published.length > 0) await publish(published);
  };

  const before = await persistently(() => bus.offsets(topic.outbox.name));
  await persistently(() => readTopic(bus, topic.outbox.name, take));
  await publishLetters();
  for (const { delivery, messageId } of book.open()) await tell(delivery.chat.platform, { type: 'wanted', delivery, messageId });

  const subscription = await bus.subscribe({
    topics: [topic.outbox.name],
    start: 'earliest',
    onAssigned: behind(before),
    onBatch: async ({ records }) => {
      for (const record of records) {
        const news = take(record);
        if (news?.type === 'wanted') await tell(news.delivery.chat.platform, news);
        if (news?.type === 'withdrawn') await tell(news.platform, { type: 'withdrawn', id: news.id });
      }
      await publishLetters();
    },
  });
  const tidy = async (): Promise<void> => {
    const outlived = book.outlived(clock.now()).slice(0, tidyMax);
    if (outlived.length > 0) await publish(outlived.flatMap((id) => deliveryRemoval(id, clock.now())));
  };
  const tidying = clock.every(tidyEveryMs, () => void tidy().catch(failure.reject));

  let stopped: Promise<void> | null = null;
  return {
    done: Promise.race([subscription.done, system.failed, failure.promise]),
    stop: () => {
      stopped ??= (async () => {
        tidying();
        stopping.abort();
        await subscription.close();
        await Promise.all([...lanes.values()].map((lane) => lane.finish()));
        await system.stop();
      })();
      return stopped;
    },
    status: () => ({
      platforms: [...lanes].map(([platform, lane]) => ({ platform, ...lane.counts() })),
      known: book.size,
      unreadable,
    }),
  };
};
