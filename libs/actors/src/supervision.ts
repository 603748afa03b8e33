import type { EpochMs } from '@gexstream/domain/time';
import type { CrashPolicy } from './behavior.ts';
import { ActorError } from './errors.ts';

export type CrashDecision =
  | { readonly kind: 'restart'; readonly delayMs: number }
  | { readonly kind: 'stop' }
  | { readonly kind: 'escalate' };

/** Remembers an actor's restarts and decides on the next crash. */
export class Supervision {
  readonly #policy: CrashPolicy;
  /** When it restarted, oldest first; `restartsMax` entries at most. */
  #restartsMs: EpochMs[] = [];

  constructor(policy: CrashPolicy) {
    this.#policy = policy;
  }

  /** The delay doubles with every restart still inside the window, from the least to the greatest. */
  decide(now: EpochMs): CrashDecision {
    const policy = this.#policy;
    if (policy.onCrash !== 'restart') return { kind: policy.onCrash };
    this.#restartsMs = this.#restartsMs.filter((at) => now - at < policy.withinMs);
    if (this.#restartsMs.length >= policy.restartsMax) return { kind: 'escalate' };
    const delayMs = Math.min(policy.backoffMsMax, policy.backoffMsMin * 2 ** this.#restartsMs.length);
    this.#restartsMs.push(now);
    return { kind: 'restart', delayMs };
  }
}

interface BoundsOfSpec {
  readonly name: string;
  readonly mailbox: { readonly capacity: number };
  readonly crash: CrashPolicy;
}

/** Throws an ActorError for a spec that could not do what it says. */
export const assertSpec = (path: string, spec: BoundsOfSpec): void => {
  const refuse = (why: string): never => {
    throw new ActorError('ACTOR_INVALID_SPEC', path, why);
  };
  if (spec.name === '' || spec.name.includes('/')) refuse('a name is not empty and holds no slash');
  if (!(Number.isInteger(spec.mailbox.capacity) && spec.mailbox.capacity >= 1)) refuse('a mailbox holds at least one message');
  if (spec.crash.onCrash !== 'restart') return;
  const { backoffMsMin, backoffMsMax, restartsMax, withinMs } = spec.crash;
  if (!(backoffMsMin > 0 && backoffMsMax >= backoffMsMin && Number.isFinite(backoffMsMax))) {
    refuse('restart needs 0 < backoffMsMin <= backoffMsMax');
  }
  if (!(Number.isInteger(restartsMax) && restartsMax >= 0 && withinMs > 0))
    refuse('restart needs restartsMax >= 0 and withinMs > 0');
};
