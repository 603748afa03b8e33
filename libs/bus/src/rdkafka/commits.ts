import type { Clock } from '@gexstream/domain/time';
import type { LibrdKafkaError, TopicPartitionOffset } from 'node-rdkafka';
import { BusError } from '../errors.ts';
import { busError } from '../kafka/errors.ts';

const commitTimeoutMs = 30_000;
const retryMs = 100;

/** The membership of the moment has ended, or a new one is being agreed on: try again while the partition is held. */
const membership = new Set([22, 25, 27, 82, 110, 113, -142, -168]);
/** Others have what this member had: unknown member, fenced, another generation. */
const takenOut = new Set([22, 25, 82, 110]);

/** `leaving`: the partition is being taken away, and waits for its running batch. */
export type Standing = 'held' | 'leaving' | 'gone';

export interface Commits {
  /**
   * Resolves when the broker has it, or, without having committed, when the partition turns out to be lost. Rejects with `BUS_TIMEOUT` when
   * the broker does not answer in time.
   */
  commit(at: TopicPartitionOffset, standing: () => Standing): Promise<void>;
  /** Resolves while an answer is awaited: librdkafka gives it to whoever takes records, so they must be taken until it is there. */
  awaited(): Promise<void>;
  /** librdkafka's `offset_commit_cb`. */
  answered(error: LibrdKafkaError | null | undefined, offsets: readonly TopicPartitionOffset[]): void;
}

type Answer = (error: LibrdKafkaError | null) => void;

const keyOf = ({ topic, partition, offset }: TopicPartitionOffset): string => `${topic}/${partition}@${offset}`;

/** librdkafka answers commits through one callback for all; here each finds its own. */
export const commits = (send: (at: TopicPartitionOffset) => void, clock: Clock): Commits => {
  const open = new Map<string, readonly Answer[]>();
  let awaited = Promise.withResolvers<void>();

  const forget = (key: string, answer: Answer): void => {
    const others = (open.get(key) ?? []).filter((one) => one !== answer);
    if (others.length === 0) open.delete(key);
    else open.set(key, others);
    if (open.size === 0) awaited = Promise.withResolvers<void>();
  };

  const once = (at: TopicPartitionOffset): Promise<LibrdKafkaError | null> =>
    new Promise((resolve, reject) => {
      const key = keyOf(at);
      const failed = (error: unknown): void => {
        forget(key, answer);
        reject(busError(error, `Committing ${key}`));
      };
      const cancel = clock.after(commitTimeoutMs, () =>
        failed(new BusError('BUS_TIMEOUT', `The commit of ${key} was not answered within ${commitTimeoutMs} ms`)),
      );
      const answer: Answer = (error) => {
        cancel();
        resolve(error);
      };
      open.set(key, [...(open.get(key) ?? []), answer]);
      awaited.resolve();
      try {
        send(at);
      } catch (error) {
        cancel();
        failed(error);
      }
    });

  return {
    awaited: () => awaited.promise,
    async commit(at, standing) {
      const deadline = clock.now() + commitTimeoutMs;
      for (;;) {
        const error = await once(at);
        const now = standing();
        if (error === null || now === 'gone' || (now === 'leaving' && takenOut.has(error.code))) return;
        if (!membership.has(error.code)) throw busError(error, `Committing ${keyOf(at)}`);
        if (clock.now() > deadline) {
          // The group waits for this batch and does not take its commit: whoever comes next begins at the last one.
          if (now === 'leaving') return;
          throw busError(error, `Committing ${keyOf(at)}`);
        }
        await new Promise<void>((resolve) => clock.after(retryMs, resolve));
      }
    },
    answered(error, offsets) {
      for (const at of offsets) {
        const key = keyOf(at);
        const answer = open.get(key)?.[0];
        if (answer === undefined) continue;
        forget(key, answer);
        answer(error ?? null);
      }
    },
  };
};
