import { Worker } from 'node:worker_threads';
import { type EpochMs, epochMs } from '@gexstream/domain';
import { UsageError } from '../usage-error.ts';
import type { BacktestMessage } from './backtest.worker.ts';
import { type Backtest, backtestOf } from './backtest-result.ts';
import { findPast, type PastPlace } from './find-past.ts';
import type { Measured } from './measure-past.ts';
import { measureShare, type PastShare, sharedPartitions } from './past-share.ts';

export interface BacktestOptions extends Omit<PastShare, 'past' | 'partitions'> {
  readonly place: PastPlace;
  /** At most. The numbers are the same with any. */
  readonly threads: number;
  /** Told at times: the event time that all have reached, and the option updates of all. */
  readonly onProgress: (at: EpochMs, updates: number) => void;
}

export interface ReadBacktest extends Backtest {
  /** What the terminal says of where it was read. */
  readonly source: string;
}

/** Runs what has been through the scanner's own code, on several threads by partitions of `market`. The same market gives the same numbers. */
export const backtest = async ({ place, threads, onProgress, ...what }: BacktestOptions): Promise<ReadBacktest> => {
  const past = await findPast(place);
  const shares = sharedPartitions(what.symbols, threads).map((partitions): PastShare => ({ ...what, past, partitions }));
  const reached = shares.map(() => ({ at: Number.NEGATIVE_INFINITY, updates: 0 }));
  const progressOf =
    (index: number): Progress =>
    (at, updates) => {
      reached[index] = { at, updates };
      const slowest = Math.min(...reached.map((each) => each.at));
      if (slowest > 0)
        onProgress(
          epochMs(slowest),
          reached.reduce((sum, each) => sum + each.updates, 0),
        );
    };
  const parts =
    shares.length === 1 ? [await measureShare(shares[0]!, progressOf(0))] : await measuredByThreads(shares, progressOf);
  return { source: past.source, ...backtestOf(parts) };
};

type Progress = (at: EpochMs, updates: number) => void;

/** Nearly all that a frame leads to is gone with the next one: collected half as often, it takes four tenths less time. */
const resourceLimits = { maxYoungGenerationSizeMb: 96 };

/** One thread each. When one fails none goes on. */
const measuredByThreads = async (
  shares: readonly PastShare[],
  progressOf: (index: number) => Progress,
): Promise<readonly Measured[]> => {
  const program = new URL('./backtest.worker.ts', import.meta.url);
  const threads = shares.map((share) => new Worker(program, { workerData: share, resourceLimits }));
  try {
    return await Promise.all(threads.map((thread, index) => measuredBy(thread, progressOf(index))));
  } finally {
    await Promise.all(threads.map((thread) => thread.terminate()));
  }
};

const measuredBy = (thread: Worker, onProgress: Progress): Promise<Measured> =>
  new Promise((resolve, reject) => {
    thread.on('message', (message: BacktestMessage) => {
      if (message.type === 'progress') onProgress(message.at, message.updates);
      else if (message.type === 'measured') resolve(message.measured);
      else reject(new UsageError(message.reason));
    });
    thread.on('error', reject);
    thread.on('exit', (code) => reject(new Error(`a thread of the backtest ended with ${code} before it was through`)));
  });
