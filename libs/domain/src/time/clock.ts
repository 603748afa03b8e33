import type { EpochMs } from './epoch-ms.ts';

/** Cancels what it was returned for; harmless when that has happened already. */
export type Cancel = () => void;

/**
 * The only way to learn the time or to wait. Results are driven by event time; this clock serves the edges: stamping what arrives,
 * schedules, time-outs. Adapters: the system's in `libs/actors`, a simulated one beside it that tests turn by hand.
 */
export interface Clock {
  now(): EpochMs;
  /** Calls back once, `delayMs` from now, on a later turn of the event loop. */
  after(delayMs: number, callback: () => void): Cancel;
  /** Calls back every `periodMs`; a late call is not made up for. */
  every(periodMs: number, callback: () => void): Cancel;
}
