import type { Cancel } from '@gexstream/domain/time';
import type { ActorHost, Supervised, Supervisor } from './actor-tree.ts';
import type { ActorMetrics, ActorRef, ActorSpec } from './behavior.ts';
import { ActorError } from './errors.ts';
import { Inbox } from './inbox.ts';
import { isPending } from './pending-effect.ts';
import type { Runnable } from './run-queue.ts';
import { Siblings } from './siblings.ts';
import { Supervision } from './supervision.ts';

/** One living actor: its state, its inbox, its place in the tree. */
export class ActorCell<State, Message, Effect> implements ActorRef<Message>, Runnable, Supervised, Supervisor {
  readonly name: string;
  readonly path: string;
  readonly #spec: ActorSpec<State, Message, Effect>;
  readonly #supervisor: Supervisor;
  readonly #host: ActorHost;
  readonly #inbox: Inbox<Message>;
  readonly #children = new Siblings();
  readonly #supervision: Supervision;
  readonly #ended = Promise.withResolvers<void>();

  #state: State;
  #status: ActorMetrics['state'] = 'running';
  #failure: unknown = null;
  /** Counts crashes: an effect that began before the last one must not act for what came after. */
  #life = 0;
  #inFlight = false;
  #queued = false;
  /** Takes no more messages. */
  #closed = false;
  #stopping: Promise<void> | null = null;
  #cancelRestart: Cancel | null = null;
  #handled = 0;
  #restarts = 0;

  constructor(spec: ActorSpec<State, Message, Effect>, supervisor: Supervisor, host: ActorHost) {
    this.name = spec.name;
    this.path = `${supervisor.path}/${spec.name}`;
    this.#spec = spec;
    this.#supervisor = supervisor;
    this.#host = host;
    this.#inbox = new Inbox(this.path, spec.mailbox);
    this.#supervision = new Supervision(spec.crash);
    this.#state = spec.initial();
  }

  send(message: Message): Promise<void> {
    if (this.#closed) {
      const why = this.#status === 'failed' ? 'it has failed' : 'it is stopping or has stopped';
      return Promise.reject(new ActorError('ACTOR_STOPPED', this.path, `${why} and takes no messages`, this.#failure));
    }
    const taken = this.#inbox.send(message);
    this.#wake();
    return taken;
  }

  idle(): Promise<void> {
    return this.#status === 'failed' ? Promise.reject(this.#failure) : this.#inbox.idle(this.#inFlight);
  }

  stop(): Promise<void> {
    this.#stopping ??= this.#stop();
    return this.#stopping;
  }

  runOne(): boolean {
    if (this.#isReady) this.#handle(this.#inbox.take());
    this.#queued = this.#isReady;
    return this.#queued;
  }

  suspend(error: unknown): void {
    if (this.#hasEnded) return;
    // Suspended already: whoever waited has been told, and a restart of its own gives way to the one that now comes.
    if (this.#status === 'restarting') this.#forgetRestart();
    else this.#interrupt(error);
    this.#status = 'restarting';
    for (const child of this.#children) child.suspend(error);
  }

  resume(): void {
    if (this.#status !== 'restarting') return;
    this.#forgetRestart();
    this.#restarts++;
    this.#status = 'running';
    try {
      this.#state = this.#spec.initial();
    } catch (error) {
      this.#crash(error);
      return;
    }
    for (const child of this.#children) child.resume();
    this.#wake();
    this.#endIfDrained();
  }

  fail(error: unknown): void {
    if (this.#hasEnded) return;
    this.#interrupt(error);
    this.#failure = error;
    this.#inbox.abandon(error);
    this.#children.close();
    for (const child of this.#children) child.fail(error);
    this.#end('failed');
  }

  adopt(child: Supervised): void {
    this.#children.add(child);
  }

  childEscalated(child: Supervised, error: unknown): void {
    if (this.#hasEnded) child.fail(error);
    else this.#crash(error);
  }

  childEnded(child: Supervised): void {
    this.#children.remove(child);
    this.#supervisor.childEnded(child);
  }

  *tree(): Iterable<Supervised> {
    yield this;
    for (const child of this.#children) yield* child.tree();
  }

  metrics(): ActorMetrics {
    return {
      path: this.path,
      handled: this.#handled,
      dropped: this.#inbox.dropped,
      restarts: this.#restarts,
      mailboxDepth: this.#inbox.depth,
      mailboxDepthMax: this.#inbox.depthMax,
      state: this.#status,
    };
  }

  get #hasEnded(): boolean {
    return this.#status === 'stopped' || this.#status === 'failed';
  }

  get #isReady(): boolean {
    return this.#status === 'running' && !this.#inFlight && this.#inbox.depth > 0;
  }

  #wake(): void {
    if (this.#queued || !this.#isReady) return;
    this.#queued = true;
    this.#host.runQueue.add(this);
  }

  /** Effects that return no promise are done within this call: a hot actor pays for no promise. */
  #handle(message: Message): void {
    const life = this.#life;
    this.#inFlight = true;
    try {
      const { state, effects } = this.#spec.behavior(this.#state, message, this.#host.clock.now());
      this.#state = state;
      for (let index = 0; index < effects.length && life === this.#life; index++) {
        const pending = this.#spec.perform(effects[index] as Effect, this);
        if (isPending(pending)) {
          void this.#performRest(pending, effects, index + 1, life);
          return;
        }
      }
    } catch (error) {
      this.#failed(error, life);
      return;
    }
    this.#done(life);
  }

  async #performRest(pending: PromiseLike<unknown>, effects: readonly Effect[], from: number, life: number): Promise<void> {
    try {
      await pending;
      for (let index = from; index < effects.length && life === this.#life; index++) {
        await this.#spec.perform(effects[index] as Effect, this);
      }
    } catch (error) {
      this.#failed(error, life);
      return this.#wake();
    }
    this.#done(life);
    this.#wake();
  }

  #done(life: number): void {
    this.#inFlight = false;
    if (life === this.#life) this.#handled++;
    this.#inbox.settle();
    this.#endIfDrained();
  }

  #failed(error: unknown, life: number): void {
    this.#inFlight = false;
    if (life === this.#life) {
      this.#crash(error);
      return;
    }
    // The actor has crashed already, for another reason; this one is told and changes nothing more.
    this.#host.onCrash(this.path, error);
    this.#inbox.settle();
    this.#endIfDrained();
  }

  #crash(error: unknown): void {
    this.#host.onCrash(this.path, error);
    const decision = this.#supervision.decide(this.#host.clock.now());
    if (decision.kind === 'stop') {
      this.fail(error);
      return;
    }
    this.suspend(error);
    if (decision.kind === 'escalate') this.#supervisor.childEscalated(this, error);
    // Who stops waits for no backoff: what is left in the mailbox is to be handled now.
    else if (this.#closed) this.resume();
    else this.#cancelRestart = this.#host.clock.after(decision.delayMs, () => this.resume());
  }

  #interrupt(error: unknown): void {
    this.#life++;
    this.#forgetRestart();
    this.#inbox.crashed(error);
  }

  #forgetRestart(): void {
    this.#cancelRestart?.();
    this.#cancelRestart = null;
  }

  async #stop(): Promise<void> {
    // The children go first, and may send to their parent until then.
    if (!this.#children.isEmpty) await this.#children.stop();
    this.#children.close();
    this.#closed = true;
    this.resume();
    this.#endIfDrained();
    await this.#ended.promise;
  }

  #endIfDrained(): void {
    if (this.#closed && this.#status === 'running' && !this.#inFlight && this.#inbox.isEmpty) this.#end('stopped');
  }

  #end(status: 'stopped' | 'failed'): void {
    this.#status = status;
    this.#closed = true;
    this.#ended.resolve();
    this.#supervisor.childEnded(this);
  }
}
