import type { Clock } from '@gexstream/domain/time';
import { ActorCell } from './actor-cell.ts';
import type { ActorHost, Supervised, Supervisor } from './actor-tree.ts';
import type { ActorMetrics, ActorRef, ActorSpec, ActorSystem } from './behavior.ts';
import { ActorError } from './errors.ts';
import { type EventLoop, nodeEventLoop } from './event-loop.ts';
import { RunQueue } from './run-queue.ts';
import { Siblings } from './siblings.ts';
import { assertSpec } from './supervision.ts';

/** Actors alive at once in one system. */
const actorsMax = 65_536;
/** Ended actors whose last metrics are kept; the oldest is forgotten, and one that is spawned anew takes its own place. */
const endedKeptMax = 256;

export interface ActorSystemOptions {
  /** First part of every path. */
  readonly name: string;
  readonly clock: Clock;
  /** Called at each crash, also of a parent that a child's crash takes along. Must not throw. */
  readonly onCrash?: (path: string, error: unknown) => void;
  /** The platform's, unless a test brings its own. */
  readonly eventLoop?: EventLoop;
}

export const actorSystem = (options: ActorSystemOptions): ActorSystem => new TreeOfActors(options);

class TreeOfActors implements ActorSystem, Supervisor {
  readonly path: string;
  readonly failed: Promise<never>;
  readonly #host: ActorHost;
  readonly #roots = new Siblings();
  readonly #ended = new Map<string, ActorMetrics>();
  readonly #fail: (error: unknown) => void;
  #alive = 0;
  #stopping: Promise<void> | null = null;

  constructor({ name, clock, onCrash = () => undefined, eventLoop = nodeEventLoop }: ActorSystemOptions) {
    this.path = name;
    this.#host = { clock, onCrash, runQueue: new RunQueue(eventLoop, actorsMax) };
    const failure = Promise.withResolvers<never>();
    this.failed = failure.promise;
    this.#fail = failure.reject;
  }

  spawn<State, Message, Effect>(spec: ActorSpec<State, Message, Effect>, parent?: ActorRef<never>): ActorRef<Message> {
    const supervisor = this.#supervisorOf(parent);
    const path = `${supervisor.path}/${spec.name}`;
    assertSpec(path, spec);
    if (this.#alive >= actorsMax) {
      throw new ActorError('ACTOR_LIMIT', path, `${actorsMax} actors are alive; stop those no longer needed`);
    }
    const cell = new ActorCell(spec, supervisor, this.#host);
    supervisor.adopt(cell);
    this.#alive++;
    this.#ended.delete(path);
    return cell;
  }

  metrics(): readonly ActorMetrics[] {
    const living = [...this.#roots].flatMap((root) => [...root.tree()].map((actor) => actor.metrics()));
    return [...living, ...this.#ended.values()];
  }

  stop(): Promise<void> {
    this.#stopping ??= this.#roots.stop();
    return this.#stopping;
  }

  adopt(child: Supervised): void {
    this.#roots.add(child);
  }

  childEscalated(child: Supervised, error: unknown): void {
    this.#fail(error);
    child.fail(error);
    void this.stop();
  }

  childEnded(child: Supervised): void {
    this.#roots.remove(child);
    this.#alive--;
    this.#ended.set(child.path, child.metrics());
    for (const oldest of this.#ended.keys()) {
      if (this.#ended.size <= endedKeptMax) break;
      this.#ended.delete(oldest);
    }
  }

  #supervisorOf(parent: ActorRef<never> | undefined): Supervisor {
    if (parent === undefined) return this;
    if (parent instanceof ActorCell) return parent;
    throw new ActorError('ACTOR_INVALID_SPEC', this.path, `the parent "${parent.name}" was not spawned by this runtime`);
  }
}
