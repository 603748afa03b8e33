import { BusError } from '../errors.ts';

export interface CommitQueue {
  /** Resolves when `write` has run in a committed transaction; writes run in the order of these calls. Rejects with a `BusError`. */
  submit(bytes: number, write: () => void): Promise<void>;
  /** Resolves when everything submitted so far is settled; nothing is taken after it. */
  close(): Promise<void>;
}

export interface CommitQueueOptions {
  /** Runs `write` in a transaction; resolves true once that is committed, false if this process is no longer the writer. */
  readonly commit: (write: () => void) => Promise<boolean>;
  /** Called inside each transaction, behind its last write. */
  readonly beforeCommit: () => void;
  readonly committed: () => void;
  /** The transaction is lost: what the process believed to have written must be read again. */
  readonly lost: () => void;
  readonly file: string;
}

/** What one transaction takes at most, unless a single call is larger: bounds memory, and how long a commit can take. */
export const transactionBytesMax = 8 * 2 ** 20;
/** Of calls that wait for their turn. Reached only by a caller that publishes on without awaiting. */
const waitingBytesMax = 256 * 2 ** 20;

interface Operation {
  readonly bytes: number;
  readonly write: () => void;
  readonly resolve: () => void;
  readonly reject: (error: BusError) => void;
}

/** Puts what was asked for during one commit into the next: under load, fewer and larger transactions. */
export const commitQueue = (options: CommitQueueOptions): CommitQueue => {
  let waiting: Operation[] = [];
  let waitingBytes = 0;
  let refusal: BusError | null = null;
  let running: Promise<void> | null = null;

  const take = (): Operation[] => {
    let bytes = 0;
    const end = waiting.findIndex((operation, index) => {
      bytes += operation.bytes;
      return index > 0 && bytes > transactionBytesMax;
    });
    const taken = end === -1 ? waiting : waiting.slice(0, end);
    waiting = end === -1 ? [] : waiting.slice(end);
    for (const operation of taken) waitingBytes -= operation.bytes;
    return taken;
  };

  const commit = async (operations: readonly Operation[]): Promise<void> => {
    if (refusal !== null) throw refusal;
    const kept = await options.commit(() => {
      for (const operation of operations) operation.write();
      options.beforeCommit();
    });
    if (kept) return;
    const message = `Another process has taken over ${options.file}, so nothing more is written from here. Stop one of the two`;
    refusal = new BusError('BUS_REJECTED', message);
    throw refusal;
  };

  const drain = async (): Promise<void> => {
    // Lets the rest of this turn's calls join the transaction.
    await Promise.resolve();
    while (waiting.length > 0) {
      const operations = take();
      try {
        await commit(operations);
        options.committed();
        for (const operation of operations) operation.resolve();
      } catch (cause) {
        options.lost();
        const error = notKept(options.file, cause);
        // What was to follow goes with it: kept alone, it would stand before its predecessors when these are published again.
        const followers = waiting;
        waiting = [];
        waitingBytes = 0;
        for (const operation of [...operations, ...followers]) operation.reject(error);
      }
    }
    running = null;
  };

  return {
    submit(bytes, write) {
      if (refusal !== null) return Promise.reject(refusal);
      if (waitingBytes > waitingBytesMax) return Promise.reject(overrun(waitingBytes));
      return new Promise((resolve, reject) => {
        waiting.push({ bytes, write, resolve, reject });
        waitingBytes += bytes;
        running ??= drain();
      });
    },

    async close() {
      while (running !== null) await running;
      refusal = new BusError('BUS_CLOSED', `${options.file} is closed. Open it again to write`);
    },
  };
};

const notKept = (file: string, cause: unknown): BusError => {
  if (cause instanceof BusError) return cause;
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new BusError(
    'BUS_REJECTED',
    `Could not write to ${file}: ${reason}. Look at the disk's free space, then publish again`,
    cause,
  );
};

const overrun = (bytes: number): BusError =>
  new BusError('BUS_REJECTED', `${Math.round(bytes / 2 ** 20)} MiB wait to be written. Await each publish before the next`);
