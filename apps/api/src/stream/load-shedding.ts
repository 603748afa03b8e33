import type { Clock } from '@gexstream/domain/time';
import type { Logger } from 'pino';

/** Of the heap's limit. Not far above it the collector does nothing else any more, and then the process ends. */
export const heapShareMax = 0.7;
const checkMs = 1_000;

/** Readers of a stream that can be done without. */
export interface Sheddable {
  clients(): number;
  /** Ends so many, those that came last first. */
  shed(count: number): void;
}

/** Gives up streams when memory is short, so that answers, and whatever else runs in the process, go on. */
export interface LoadShedding {
  /** True while no new stream may be opened. */
  memoryShort(): boolean;
  close(): void;
}

export interface LoadSheddingOptions {
  readonly streams: readonly Sheddable[];
  /** Of the heap's limit, 0 to 1. */
  readonly heapShare: () => number;
  readonly clock: Clock;
  readonly log: Pick<Logger, 'warn'>;
}

/** While memory is short, half of the readers are ended each second. */
export const loadShedding = ({ streams, heapShare, clock, log }: LoadSheddingOptions): LoadShedding => {
  const memoryShort = (): boolean => heapShare() > heapShareMax;
  const check = (): void => {
    if (!memoryShort()) return;
    const ended = streams.map((stream) => {
      const half = Math.ceil(stream.clients() / 2);
      stream.shed(half);
      return half;
    });
    const readers = ended.reduce((sum, half) => sum + half, 0);
    if (readers > 0)
      log.warn(
        { readers, heapShare: heapShare() },
        'memory is short: streams were ended; give the process more, or lower what it serves',
      );
  };
  return { memoryShort, close: clock.every(checkMs, check) };
};
