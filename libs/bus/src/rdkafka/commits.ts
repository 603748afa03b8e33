import type { Clock } from '@gexstream/domain/time';
import type { LibrdKafkaError, TopicPartitionOffset } from 'node-rdkafka';
import { BusError } from '../errors.ts';

const commitTimeoutMs = 30_000;
const retryMs = 100;

/** The membership of the moment has ended, or a new one is being agreed on: try again while the partition is held. */
const membership = new Set([22, 25, 27, 82, 110, 113, -142, -168]);

export interface Commits {
  /** Resolves when the broker has it; when the partition is no longer held, without having committed. */
  commit(at: TopicPartitionOffset, isHeld: () => boolean): Promise<void>;
  /** librdkafka's `offset_commit_cb`. */
  answered(error: LibrdKafkaError | null | undefined, offsets: readonly TopicPartitionOffset[]): void;
}

const keyOf = ({ topic, partition, offset }: TopicPartitionOffset): string => `${topic}/${partition}@${offset}`;

/** librdkafka answers commits through one callback for all; here each finds its own. */
export const commits = (send: (at: TopicPartitionOffset) => void, clock: Clock): Commits => {
  const open = new Map<string, ((error: LibrdKafkaError | null) => void)[]>();

  const once = (at: TopicPartitionOffset): Promise<LibrdKafkaError | null> =>
    new Promise((resolve, reject) => {
      const key = keyOf(at);
      const cancel = clock.after(commitTimeoutMs, () =>
        reject(new BusError('BUS_TIMEOUT', `The commit of ${key} was not answered within ${commitTimeoutMs} ms`)),
      );
      const answer = (error: LibrdKafkaError | null): void => {
        cancel();
        resolve(error);
      };
      open.set(key, [...(open.get(key) ?? []), answer]);
      try {
        send(at);
      } catch (error) {
        cancel();
        open.delete(key);
        reject(error);
      }
    });

  return {
    async commit(at, isHeld) {
      const deadline = clock.now() + commitTimeoutMs;
      for (;;) {
        const error = await once(at);
        if (error === null || !isHeld()) return;
        if (!membership.has(error.code) || clock.now() > deadline) {
          throw new BusError('BUS_TIMEOUT', `The commit of ${keyOf(at)} failed: ${error.message}`, error);
        }
        await new Promise<void>((resolve) => clock.after(retryMs, resolve));
      }
    },
    answered(error, offsets) {
      for (const at of offsets) {
        const key = keyOf(at);
        const waiting = open.get(key);
        const answer = waiting?.shift();
        if (waiting?.length === 0) open.delete(key);
        answer?.(error ?? null);
      }
    },
  };
};
