import type { Clock } from '@gexstream/domain/time';
import type { ActorMetrics } from './behavior.ts';
import type { RunQueue } from './run-queue.ts';

/** What a parent, or the system, can do to an actor. */
export interface Supervised {
  readonly name: string;
  readonly path: string;
  /** Loses its state and waits, with its children, until `resume`; messages stay. */
  suspend(error: unknown): void;
  /** Begins again from the initial state, with its children. Nothing when it was not suspended. */
  resume(): void;
  /** Ends at once, with its children; what waits is dropped and counted. */
  fail(error: unknown): void;
  stop(): Promise<void>;
  metrics(): ActorMetrics;
  /** Those below it, itself first, parents before children. */
  tree(): Iterable<Supervised>;
}

/** The parent's side: an actor, or the system for actors without a parent. */
export interface Supervisor {
  readonly path: string;
  /** Throws an ActorError when it takes no more children or has one of that name. */
  adopt(child: Supervised): void;
  /** The child could not go on; it waits, suspended, for `resume` or `fail`. */
  childEscalated(child: Supervised, error: unknown): void;
  /** The child has stopped or failed. */
  childEnded(child: Supervised): void;
}

/** What every actor of a system shares. */
export interface ActorHost {
  readonly clock: Clock;
  readonly runQueue: RunQueue;
  readonly onCrash: (path: string, error: unknown) => void;
}
