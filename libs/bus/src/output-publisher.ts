import type { BusRecord, Publisher } from './bus.ts';

/** What a batch led to. */
export interface BatchOutputs {
  readonly records: readonly BusRecord[];
  readonly snapshots: readonly BusRecord[];
}

/** Publishes and commits behind the computation: what one batch led to is on its way while the next one is computed. */
export interface OutputPublisher {
  /**
   * Publishes the outputs, then calls `published`. Resolves when it has begun, which is when everything before it is done: one at a time,
   * in order. Rejects with what any before it failed with; then nothing more is published.
   */
  add(outputs: BatchOutputs, published?: () => Promise<void>): Promise<void>;
  /** Resolves once everything added is published and committed; rejects as `add` does. */
  settled(): Promise<void>;
}

export const outputPublisher = (bus: Publisher): OutputPublisher => {
  let tail: Promise<void> = Promise.resolve();

  const publish = async ({ records, snapshots }: BatchOutputs, published?: () => Promise<void>): Promise<void> => {
    if (records.length > 0) await bus.publish(records);
    // A call may be kept in part: a snapshot that outlives the outputs before it would hide that they are missing.
    if (snapshots.length > 0) await bus.publish(snapshots);
    await published?.();
  };

  return {
    async add(outputs, published) {
      await tail;
      tail = publish(outputs, published);
      // Told to the next who adds or settles.
      tail.catch(() => {});
    },
    settled: () => tail,
  };
};
