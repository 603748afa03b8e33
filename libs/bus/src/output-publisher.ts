import type { Clock } from '@gexstream/domain/time';
import type { BusRecord, Publisher } from './bus.ts';

/** What a batch led to. */
export interface BatchOutputs {
  readonly records: readonly BusRecord[];
  readonly snapshots: readonly BusRecord[];
}

/** What follows once a batch's outputs are kept. */
export interface AfterOutputs {
  /** Called of each batch at once. */
  done?(): void;
  /** Called of the newest kept batch alone, as an offset says the same of all before it, and not at once: see `commitEveryMs`. */
  commit(): Promise<void>;
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
/** Batches without outputs count nothing in bytes. */
const waitingBatchesMax = 256;
/**
 * Between two commits of a partition. Each costs a request, which the broker writes down; whoever goes on after a crash works this much more
 * once again, and says the same once again.
 */
export const commitEveryMs = 100;

interface Waiting {
  readonly outputs: BatchOutputs;
  readonly after: AfterOutputs | undefined;
  readonly bytes: number;
}

interface Lane {
  waiting: Waiting[];
  publishing: boolean;
  /** Of the newest kept batch. */
  kept: AfterOutputs | null;
  committing: boolean;
  committedMs: number;
  /** Ends the wait for the next commit. */
  hurry: (() => void) | null;
  /** Somebody waits until all is committed. */
  settling: boolean;
}

const newLane = (): Lane => ({
  waiting: [],
  publishing: false,
  kept: null,
  committing: false,
  committedMs: Number.NEGATIVE_INFINITY,
  hurry: null,
  settling: false,
});

export const outputPublisher = (bus: Publisher, clock: Clock): OutputPublisher => {
  const lanes = new Map<number, Lane>();
  /** Batches, waiting or on their way. */
  let batches = 0;
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
        batches -= 1;
        bytes -= size;
        if (after === undefined) continue;
        after.done?.();
        lane.kept = after;
      }
      commit(lane).catch(fail);
      tell();
    }
    lane.publishing = false;
    tell();
  };

  const commit = async (lane: Lane): Promise<void> => {
    if (lane.committing) return;
    lane.committing = true;
    while (lane.kept !== null && failure === null) {
      const waitMs = lane.committedMs + commitEveryMs - clock.now();
      if (waitMs > 0 && !lane.settling) {
        await pause(lane, waitMs);
        continue;
      }
      const { kept } = lane;
      lane.kept = null;
      await kept.commit();
      lane.committedMs = clock.now();
    }
    lane.committing = false;
    tell();
  };

  const pause = (lane: Lane, ms: number): Promise<void> =>
    new Promise((resolve) => {
      const cancel = clock.after(ms, resolve);
      lane.hurry = () => {
        cancel();
        resolve();
      };
    });

  return {
    async add(partition, outputs, after) {
      if (failure !== null) throw failure.error;
      const lane = lanes.get(partition) ?? newLane();
      lanes.set(partition, lane);
      const size = bytesOf(outputs.records) + bytesOf(outputs.snapshots);
      lane.waiting.push({ outputs, after, bytes: size });
      batches += 1;
      bytes += size;
      publish(lane).catch(fail);
      await until(() => bytes <= waitingBytesMax && batches <= waitingBatchesMax);
    },
    async settled(partitions) {
      const left = partitions.flatMap((partition) => lanes.get(partition) ?? []);
      for (const lane of left) {
        lane.settling = true;
        lane.hurry?.();
      }
      await until(() => left.every(isIdle));
      for (const partition of partitions) lanes.delete(partition);
    },
  };
};

const isIdle = ({ waiting, publishing, kept, committing }: Lane): boolean =>
  waiting.length === 0 && !publishing && kept === null && !committing;

const bytesOf = (records: readonly BusRecord[]): number => records.reduce((sum, { value }) => sum + (value?.length ?? 0), 0);
