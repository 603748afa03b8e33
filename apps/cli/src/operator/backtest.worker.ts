import { parentPort, workerData } from 'node:worker_threads';
import type { EpochMs } from '@gexstream/domain';
import { UsageError } from '../usage-error.ts';
import type { Measured } from './measure-past.ts';
import { measureShare, type PastShare } from './past-share.ts';

export type BacktestMessage =
  | { readonly type: 'progress'; readonly at: EpochMs; readonly updates: number }
  | { readonly type: 'measured'; readonly measured: Measured }
  /** Wrong input: an error would lose on its way what kind it is of. */
  | { readonly type: 'refused'; readonly reason: string };

const tell = (message: BacktestMessage): void => parentPort!.postMessage(message);

try {
  const measured = await measureShare(workerData as PastShare, (at, updates) => tell({ type: 'progress', at, updates }));
  tell({ type: 'measured', measured });
} catch (error) {
  if (!(error instanceof UsageError)) throw error;
  tell({ type: 'refused', reason: error.message });
}
