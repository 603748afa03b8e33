import { epochMs } from '@gexstream/domain/time';
import type { KafkaConsumer, LibrdKafkaError, Message, TopicPartition as NativePartition } from 'node-rdkafka';
import type { StoredRecord, SubscribeOptions, TopicPartition } from '../bus.ts';
import type { KafkaAdmin } from '../kafka/admin.ts';
import { busError } from '../kafka/errors.ts';
import { type Names, namesOf, partitionKey } from '../kafka/names.ts';
import { type KafkaBusOptions, noLog } from '../kafka/options.ts';
import type { Consumer, Sink } from '../kafka/subscription.ts';
import { commits } from './commits.ts';
import { consumerConfig } from './consumer-config.ts';
import type { Native } from './native.ts';

const connectTimeoutMs = 10_000;
/** Waiting for a record holds a thread of Node's pool (four by default) so long when none comes. */
const waitMs = 20;
/** The first record ends the wait; then what has been fetched besides is taken, without waiting for more. */
const sweepMost = 512;
/** Answers to commits come before records. What one look without room brings besides, one record, is kept rare. */
const withoutRoomMs = 5;
/** A member that gets no partition (there are more members than partitions) is a spare, and its subscription stands. */
const spareAfterMs = 5_000;

const assignCode = -175;

/** A subscription on librdkafka: fetching and the membership run in its own threads, whatever a handler does. */
export const rdkafkaConsumer = (
  native: Native,
  bus: KafkaBusOptions,
  options: SubscribeOptions,
  admin: KafkaAdmin,
  sink: Sink,
): Consumer => {
  const { clock, log = noLog } = bus;
  const names = namesOf(bus.feed);
  const held = new Set<string>();
  const leaving = new Set<string>();
  let stopping = false;
  let pulling: Promise<void> = Promise.resolve();
  /** Changes of the group, one after the other. */
  let changes: Promise<void> = Promise.resolve();
  let began = (): void => {};
  let failedToBegin = (_error: unknown): void => {};
  const started = new Promise<void>((resolve, reject) => {
    began = resolve;
    failedToBegin = reject;
  });
  let isStarted = false;

  const fail = (error: unknown): void => {
    failedToBegin(error);
    if (isStarted && !stopping) sink.failed(error);
  };

  const consumer: KafkaConsumer = new native.KafkaConsumer(
    {
      ...consumerConfig(bus, options, names),
      rebalance_cb: (error: LibrdKafkaError, partitions: NativePartition[]) => {
        changes = changes.then(() => change(error, partitions)).catch(fail);
      },
      offset_commit_cb: (error: LibrdKafkaError | null, offsets: Parameters<typeof committing.answered>[1]) =>
        committing.answered(error, offsets),
    } as never,
    // Only when an offset was cleaned away before it was read: what is left is read.
    { 'auto.offset.reset': 'earliest' },
  );
  const committing = commits((at) => consumer.commit(at), clock);

  const change = async (error: LibrdKafkaError, onCluster: readonly NativePartition[]): Promise<void> => {
    const partitions = onCluster.flatMap(({ topic, partition }) => {
      const plain = names.toPlain(topic);
      return plain === null ? [] : [{ topic: plain, partition }];
    });
    const isCooperative = consumer.rebalanceProtocol() !== 'EAGER';
    if (error.code === assignCode) {
      const positions = stopping ? [] : await sink.assigned(partitions);
      for (const partition of partitions) held.add(partitionKey(partition));
      const wanted = positions.map(({ topic, partition, next }) => ({ topic: names.toCluster(topic), partition, offset: next }));
      if (isCooperative) consumer.incrementalAssign(wanted);
      else consumer.assign(wanted);
      log.info({ group: options.group, new: partitions.length, partitions: held.size }, 'member of the group');
      began();
      return;
    }
    const keys = partitions.map(partitionKey);
    for (const key of keys) leaving.add(key);
    // Also when the broker took this member out: librdkafka says so by refusing the commits of the running batch.
    await sink.revoked(partitions, 'given up');
    for (const key of keys) {
      leaving.delete(key);
      held.delete(key);
    }
    if (isCooperative) consumer.incrementalUnassign([...onCluster]);
    else consumer.unassign();
  };

  const pull = (most: number, timeoutMs: number): Promise<Message[]> =>
    new Promise((resolve, reject) => {
      // The time-out counts anew after each record: only a single record may be waited for.
      consumer.setDefaultConsumeTimeout(timeoutMs);
      consumer.consume(most, (error, messages) => {
        if (error) reject(error);
        else resolve(messages);
      });
    });

  let room: Promise<boolean> | null = null;
  /** True once there is room for more; false when there is none, but the answer to a commit has to be fetched, which a handler may await. */
  const mayPull = async (): Promise<boolean> => {
    // Asked first: each race would leave its mark on `awaited`, which stays as it is for as long as nothing is committed.
    if (sink.hasRoom()) return true;
    room ??= sink.room().then(() => {
      room = null;
      return true;
    });
    return options.group === undefined ? room : Promise.race([room, committing.awaited().then(() => false)]);
  };

  const pullAll = async (): Promise<void> => {
    while (!stopping) {
      const hasRoom = await mayPull();
      if (stopping) return;
      try {
        const first = await pull(1, waitMs);
        if (first.length === 0) continue;
        // What a sweep fails with, the next wait meets again; the first record must not go with it.
        const rest = hasRoom ? await pull(sweepMost, 0).catch(() => []) : [];
        offerAll([...first, ...rest]);
        if (!hasRoom) await pause(withoutRoomMs);
      } catch (error) {
        if (stopping) return;
        if ((error as LibrdKafkaError).isFatal === true || busError(error, '').code === 'BUS_REJECTED') {
          fail(busError(error, `Reading ${options.topics.join(', ')}`));
          return;
        }
        log.debug({ code: (error as LibrdKafkaError).code, error: (error as Error).message }, 'reading goes on');
        await pause(waitMs);
      }
    }
  };

  const pause = (ms: number): Promise<void> => new Promise((resolve) => clock.after(ms, resolve));

  const offerAll = (messages: readonly Message[]): void => {
    for (const ones of byPartition(messages)) {
      const topic = names.toPlain(ones[0]!.topic);
      if (topic === null) continue;
      const records = ones.map((message) => stored(topic, message));
      sink.offer({ topic, partition: records[0]!.partition }, records, endOffset(consumer, ones.at(-1)!));
    }
  };

  return {
    async start() {
      await new Promise<void>((resolve, reject) => {
        consumer.connect({ timeout: connectTimeoutMs }, (error) => {
          if (error) reject(busError(error, `Subscribing to ${options.topics.join(', ')}`));
          else resolve();
        });
      });
      consumer.on('event.error', (error) => log.debug({ code: error.code, error: error.message }, 'consumer'));
      if (options.group === undefined) {
        consumer.assign(await allPositions(options, admin, names, sink));
        began();
      } else {
        consumer.subscribe(options.topics.map(names.toCluster));
      }
      pulling = pullAll();
      const cancel = clock.after(spareAfterMs, () => began());
      try {
        await started;
        isStarted = true;
      } finally {
        cancel();
      }
    },
    commit: ({ topic, partition }: TopicPartition, next) => {
      const key = partitionKey({ topic, partition });
      return committing.commit({ topic: names.toCluster(topic), partition, offset: next }, () =>
        leaving.has(key) ? 'leaving' : held.has(key) ? 'held' : 'gone',
      );
    },
    async stop() {
      stopping = true;
      await pulling;
      if (!consumer.isConnected()) return;
      await new Promise<void>((resolve) => consumer.disconnect(() => resolve()));
      await changes;
    },
  };
};

const allPositions = async (
  options: SubscribeOptions,
  admin: KafkaAdmin,
  names: Names,
  sink: Sink,
): Promise<(NativePartition & { offset: number })[]> => {
  const declared = await Promise.all(options.topics.map((topic) => admin.topic(topic)));
  const all = declared.flatMap(({ name, partitions }) =>
    Array.from({ length: partitions }, (_, partition) => ({ topic: name, partition })),
  );
  const positions = await sink.assigned(all);
  return positions.map(({ topic, partition, next }) => ({ topic: names.toCluster(topic), partition, offset: next }));
};

const byPartition = (messages: readonly Message[]): Iterable<Message[]> => {
  const result = new Map<string, Message[]>();
  let run: Message[] = [];
  for (const message of messages) {
    const last = run.at(-1);
    // They come in runs of one partition: the map is asked once a run.
    if (last === undefined || last.partition !== message.partition || last.topic !== message.topic) {
      const key = `${message.topic}/${message.partition}`;
      run = result.get(key) ?? [];
      result.set(key, run);
    }
    run.push(message);
  }
  return result.values();
};

/** As the last fetch saw it, without asking the broker. */
const endOffset = (consumer: KafkaConsumer, last: Message): number => {
  try {
    return Math.max(consumer.getWatermarkOffsets(last.topic, last.partition).highOffset, last.offset + 1);
  } catch {
    // Unknown right after an assignment: at least what was read exists.
    return last.offset + 1;
  }
};

const stored = (topic: string, { partition, offset, key, value, timestamp }: Message): StoredRecord => ({
  topic,
  partition,
  offset,
  key: key === null || key === undefined ? '' : key.toString(),
  value: value === null ? null : (value as Buffer),
  timestampMs: epochMs(timestamp ?? 0),
});
