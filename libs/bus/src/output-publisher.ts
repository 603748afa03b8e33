import type { BusRecord, Publisher } from './bus.ts';

/** What a batch led to. */
export interface BatchOutputs {
  readonly records: readonly BusRecord[];
  readonly snapshots: readonly BusRecord[];
}

/** What follows once a batch's outputs are kept. */
export interface AfterOutputs {
  /** Called of the newest kept batch alone: an offset says the same of all before it. */
  commit(): Promise<void>;
  /** Called of each batch, when it is committed. */
  done?(): void;
}

/**
 * Publishes and commits behind the computation. Each partition has a lane of its own: nothing of one waits for the brokers' answer about another.
 * Of a lane one call is on its way at a time, so that one tried again cannot come behind a later one; what is added meanwhile goes together in the next.
 */
export interface OutputPublisher {
  /**
   * Resolves when there is room for more, which is at once unless the brokers are far behind. Rejects with what any call before it failed with, of
   * whichever partition; then nothing more is published.
   */
  add(partition: number, outputs: BatchOutputs, after?: AfterOutputs): Promise<void>;
  /** Resolves once everything of these partitions, to which nothing is added any more, is published and committed; rejects as `add` does. */
  settled(partitions: readonly number[]): Promise<void>;
}

/** Of all lanes together, waiting or on their way. */
const waitingBytesMax = 8 * 2 ** 20;
/** Batches without outputs wait for their commit alone, and count nothing in bytes. */
const openBatchesMax = 256;

interface Waiting {
  readonly outputs: BatchOutputs;
  readonly after: AfterOutputs | undefined;
  readonly bytes: number;
}

interface Lane {
  /** Batches neither committed nor, without anything to follow, kept. */
  open: number;
  waiting: Waiting[];
  /** Kept, and not committed. */
  kept: AfterOutputs[];
  publishing: boolean;
  committing: boolean;
}

export const outputPublisher = (bus: Publisher): OutputPublisher => {
  const lanes = new Map<number, Lane>();
  let open = 0;
  let bytes = 0;
  let failure: { readonly error: unknown } | null = null;
  let waiters: (() => void)[] = [];

  const tell = (): void => {
    const told = waiters;
    waiters = [];
    for (const resolve of told) resolve();
  };
  const until = async (reached: () => boolean): Promise<void> => {
    while (failure === null && !reached()) await new Promise<void>((resolve) => waiters.push(resolve));
    if (failure !== null) throw failure.error;
  };
  const fail = (error: unknown): void => {
    failure ??= { error };
    tell();
  };

  const close = (lane: Lane, count: number): void => {
    lane.open -= count;
    open -= count;
  };

  const publish = async (lane: Lane): Promise<void> => {
    if (lane.publishing) return;
    lane.publishing = true;
    while (lane.waiting.length > 0 && failure === null) {
      const { waiting } = lane;
      lane.waiting = [];
      const records = waiting.flatMap(({ outputs }) => outputs.records);
      const snapshots = waiting.flatMap(({ outputs }) => outputs.snapshots);
      if (records.length > 0) await bus.publish(records);
      // A call may be kept in part: a snapshot that outlives the outputs before it would hide that they are missing.
      if (snapshots.length > 0) await bus.publish(snapshots);
      for (const { bytes: size, after } of waiting) {
        bytes -= size;
        if (after === undefined) close(lane, 1);
        else lane.kept.push(after);
      }
      commit(lane).catch(fail);
      tell();
    }
    lane.publishing = false;
  };

  const commit = async (lane: Lane): Promise<void> => {
    if (lane.committing) return;
    lane.committing = true;
    while (lane.kept.length > 0 && failure === null) {
      const { kept } = lane;
      lane.kept = [];
      await kept.at(-1)!.commit();
      for (const { done } of kept) done?.();
      close(lane, kept.length);
      tell();
    }
    lane.committing = false;
  };

  return {
    async add(partition, outputs, after) {
      if (failure !== null) throw failure.error;
      const lane = lanes.get(partition) ?? { open: 0, waiting: [], kept: [], publishing: false, committing: false };
      lanes.set(partition, lane);
      const size = bytesOf(outputs.records) + bytesOf(outputs.snapshots);
      lane.waiting.push({ outputs, after, bytes: size });
      lane.open += 1;
      open += 1;
      bytes += size;
      publish(lane).catch(fail);
      await until(() => bytes <= waitingBytesMax && open <= openBatchesMax);
    },
    settled: (partitions) => until(() => partitions.every((partition) => (lanes.get(partition)?.open ?? 0) === 0)),
  };
};

const bytesOf = (records: readonly BusRecord[]): number => records.reduce((sum, { value }) => sum + (value?.length ?? 0), 0);
