import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Batch, StoredRecord, TopicPartition } from '../bus.ts';
import { partitionKey } from './names.ts';

/** A batch ends behind the record that passes this, however many records were asked for. */
const batchBytesMax = 8 * 2 ** 20;
/** Fetched and not yet handled; beyond it `room` makes the fetching wait. One more answer may be on its way. */
const bufferedBytesMax = 4 * 2 ** 20;

export interface BatchTurnsOptions {
  readonly recordsMax: number;
  readonly handle: (batch: Batch, commit: (offset: number) => Promise<void>) => Promise<void>;
  /** Called with the next offset to read, only for partitions that are held. */
  readonly commit: (partition: TopicPartition, next: number) => Promise<void>;
  /** Told once, with what the handler or a commit threw; nothing is handled afterwards. */
  readonly failed: (error: unknown) => void;
}

/** Hands what was fetched to a handler: one batch at a time, one partition after the other, and only of partitions that are held. */
export interface BatchTurns {
  hold(partition: TopicPartition, next: number): void;
  /** Records below the next expected offset, and of partitions that are not held, are left out. */
  offer(partition: TopicPartition, records: readonly StoredRecord[], endOffset: number): void;
  /** More may be fetched now. */
  hasRoom(): boolean;
  /** Resolves when more may be fetched. */
  room(): Promise<void>;
  /** The offset behind the last handled record, undefined when the partition is not held. */
  next(partition: TopicPartition): number | undefined;
  /**
   * Forgets what waits of these partitions and lets a running batch of them finish; then `last` is called, which may still commit; then they
   * are not held.
   */
  release(partitions: readonly TopicPartition[], last: () => Promise<void>): Promise<void>;
  /** As `release`, but a running batch can no longer commit: somebody else has the partition already. */
  lose(partitions: readonly TopicPartition[]): Promise<void>;
  /** Forgets what waits and lets the running batch finish; partitions stay held at `next`. */
  settle(): Promise<void>;
  queued(): { readonly records: number; readonly bytes: number };
  /** Records on the broker behind the last handled one. */
  lag(): (TopicPartition & { readonly records: number })[];
}

interface Held extends TopicPartition {
  waiting: StoredRecord[];
  /** Where in `waiting` the next batch begins. */
  at: number;
  /** The offset expected from the next offer. */
  expected: number;
  next: number;
  endOffset: number;
  /** Being released: nothing more is taken for it. */
  leaving: boolean;
}

export const batchTurns = ({ recordsMax, handle, commit, failed }: BatchTurnsOptions): BatchTurns => {
  const held = new Map<string, Held>();
  /** Keys with something waiting, in turn. */
  let turns: string[] = [];
  let running: { readonly key: string; readonly done: Promise<void> } | null = null;
  let serving = false;
  let ended = false;
  let waitingBytes = 0;
  let waitingRecords = 0;
  let roomWaiters: (() => void)[] = [];

  const hasRoom = (): boolean => waitingBytes <= bufferedBytesMax || ended;

  const tellRoom = (): void => {
    if (!hasRoom()) return;
    const waiters = roomWaiters;
    roomWaiters = [];
    for (const resolve of waiters) resolve();
  };

  const forget = (one: Held): void => {
    for (let at = one.at; at < one.waiting.length; at++) waitingBytes -= bytesOf(one.waiting[at]!);
    waitingRecords -= one.waiting.length - one.at;
    one.waiting = [];
    one.at = 0;
    one.expected = one.next;
  };

  const take = (one: Held): StoredRecord[] => {
    const first = one.at;
    let bytes = 0;
    while (one.at < one.waiting.length && one.at - first < recordsMax && bytes < batchBytesMax) {
      bytes += bytesOf(one.waiting[one.at]!);
      one.at++;
    }
    waitingBytes -= bytes;
    waitingRecords -= one.at - first;
    const records = first === 0 && one.at === one.waiting.length ? one.waiting : one.waiting.slice(first, one.at);
    if (one.at === one.waiting.length) {
      one.waiting = [];
      one.at = 0;
    }
    return records;
  };

  const serveOne = async (key: string, one: Held): Promise<void> => {
    const records = take(one);
    tellRoom();
    const { topic, partition, endOffset } = one;
    await handle({ topic, partition, records, endOffset }, async (offset) => {
      if (held.get(key) === one) await commit({ topic, partition }, offset + 1);
    });
    one.next = records.at(-1)!.offset + 1;
  };

  const serve = async (): Promise<void> => {
    if (serving) return;
    serving = true;
    try {
      for (let key = turns.shift(); key !== undefined && !ended; key = turns.shift()) {
        const one = held.get(key);
        if (one === undefined || one.waiting.length === 0) continue;
        const done = serveOne(key, one);
        running = { key, done };
        await done;
        running = null;
        if (one.waiting.length > 0 && held.get(key) === one) turns.push(key);
        // A long backlog must not keep sockets and timers waiting.
        await nextTurn();
      }
    } catch (error) {
      ended = true;
      running = null;
      tellRoom();
      failed(error);
    } finally {
      serving = false;
    }
  };

  const finished = async (keys: ReadonlySet<string> | null): Promise<void> => {
    // What it threw is told by `failed`.
    if (running !== null && (keys === null || keys.has(running.key))) await running.done.catch(() => {});
  };

  const drop = (partitions: readonly TopicPartition[]): ReadonlySet<string> => {
    const keys = new Set(partitions.map(partitionKey));
    for (const key of keys) {
      const one = held.get(key);
      if (one !== undefined) forget(one);
    }
    turns = turns.filter((key) => !keys.has(key));
    tellRoom();
    return keys;
  };

  return {
    hold({ topic, partition }, next) {
      held.set(partitionKey({ topic, partition }), {
        topic,
        partition,
        waiting: [],
        at: 0,
        expected: next,
        next,
        endOffset: next,
        leaving: false,
      });
    },
    offer(partition, records, endOffset) {
      const key = partitionKey(partition);
      const one = held.get(key);
      if (one === undefined || one.leaving || ended) return;
      one.endOffset = Math.max(one.endOffset, endOffset);
      const fresh =
        records.length > 0 && records[0]!.offset >= one.expected
          ? records
          : records.filter(({ offset }) => offset >= one.expected);
      if (fresh.length === 0) return;
      const idle = one.waiting.length === 0;
      one.waiting = idle ? [...fresh] : one.waiting.concat(fresh);
      one.expected = fresh.at(-1)!.offset + 1;
      one.endOffset = Math.max(one.endOffset, one.expected);
      for (const record of fresh) waitingBytes += bytesOf(record);
      waitingRecords += fresh.length;
      if (idle && !turns.includes(key)) turns.push(key);
      void serve();
    },
    hasRoom,
    room: () =>
      new Promise((resolve) => {
        roomWaiters.push(resolve);
        tellRoom();
      }),
    next: (partition) => held.get(partitionKey(partition))?.next,
    async release(partitions, last) {
      const keys = drop(partitions);
      for (const key of keys) {
        const one = held.get(key);
        if (one !== undefined) one.leaving = true;
      }
      try {
        await finished(keys);
        await last();
      } finally {
        for (const key of keys) held.delete(key);
      }
    },
    async lose(partitions) {
      const keys = drop(partitions);
      for (const key of keys) held.delete(key);
      await finished(keys);
    },
    async settle() {
      drop([...held.values()]);
      await finished(null);
      // Offers that came while the batch ran, and the batch's own end.
      drop([...held.values()]);
    },
    queued: () => ({ records: waitingRecords, bytes: waitingBytes }),
    lag: () =>
      [...held.values()].map(({ topic, partition, endOffset, next }) => ({
        topic,
        partition,
        records: Math.max(0, endOffset - next),
      })),
  };
};

const bytesOf = ({ key, value }: StoredRecord): number => key.length + (value?.length ?? 0);
