import { decodeEvent } from '@gexstream/bus';

const monotonicMs = (): number => Number(process.hrtime.bigint()) / 1e6;

/** Set for a worker by the process that starts it: what the machine's monotonic clock is to be added to. */
export const epochVariable = 'GEX_BENCH_MONOTONIC_EPOCH_MS';
export const monotonicEpochMs = Number(process.env[epochVariable] ?? Date.now() - monotonicMs());

/** Wall clock finer than a millisecond, comparable between a bench and its workers, even where the machine's own is set meanwhile. */
export const wallMs = (): number => monotonicEpochMs + monotonicMs();

export type MeterQuestion =
  /** Answered when so many records have been dealt with since the worker began. */
  | { readonly ask: 'reached'; readonly records: number }
  /** From now on times are kept, for `latencies`. */
  | { readonly ask: 'keep' }
  | { readonly ask: 'latencies' };

export type MeterAnswer =
  | { readonly answer: 'ready' }
  | { readonly answer: 'reached'; readonly progress: Progress }
  | { readonly answer: 'latencies'; readonly latencies: Latencies };

export interface Progress {
  /** When the first record came and the last one was dealt with, epoch ms. */
  readonly firstMs: number;
  readonly lastMs: number;
}

export interface Latencies {
  /** From a frame's receipt by ingest until it was dealt with, ms. */
  readonly frames: readonly number[];
  /** Event time and acknowledgement, epoch ms, of each levels record that was due, not of those in between because a level had changed. */
  readonly levels: readonly (readonly [eventMs: number, publishedMs: number])[];
}

/** Counts and times a worker's records, and answers its parent. */
export interface RecordMeter {
  begin(): void;
  done(values: readonly (Uint8Array | null)[]): void;
  published(eventMs: number): void;
}

export const recordMeter = (): RecordMeter => {
  let records = 0;
  let firstMs = Number.NaN;
  let lastMs = Number.NaN;
  let wanted: number | null = null;
  let keeps = false;
  const kept: { readonly value: Uint8Array | null; readonly atMs: number }[] = [];
  const levels: (readonly [number, number])[] = [];

  const answerIfReached = (): void => {
    if (wanted === null || records < wanted) return;
    wanted = null;
    answer({ answer: 'reached', progress: { firstMs, lastMs } });
  };

  process.on('message', (question: MeterQuestion) => {
    if (question.ask === 'reached') {
      wanted = question.records;
      answerIfReached();
    } else if (question.ask === 'keep') keeps = true;
    else answer({ answer: 'latencies', latencies: { frames: latenciesOf(kept), levels } });
  });
  process.on('disconnect', () => process.exit());

  return {
    begin() {
      if (Number.isNaN(firstMs)) firstMs = wallMs();
    },
    done(values) {
      lastMs = wallMs();
      records += values.length;
      // What a record is, is looked at afterwards: that would cost time now.
      if (keeps) for (const value of values) kept.push({ value, atMs: lastMs });
      answerIfReached();
    },
    published(eventMs) {
      if (keeps) levels.push([eventMs, wallMs()]);
    },
  };
};

export const answer = (message: MeterAnswer): void => {
  process.send?.(message);
};

const latenciesOf = (kept: readonly { readonly value: Uint8Array | null; readonly atMs: number }[]): number[] =>
  kept.flatMap(({ value, atMs }) => {
    const event = decodeEvent(value!);
    return event.kind === 'option-updates' ? [atMs - event.receiveMs] : [];
  });
