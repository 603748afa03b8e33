import type { EpochMs } from '@gexstream/domain/time';

/**
 * What an actor does, as a pure function: the same state, message and time give the same transition. It reads no clock and does no
 * I/O; what it wants done it returns as effects, which the runtime performs in order before the next message is taken.
 * A hot actor may own mutable columns inside its state, provided no reference to them leaves it.
 */
export type Behavior<State, Message, Effect> = (state: State, message: Message, now: EpochMs) => Transition<State, Effect>;

export interface Transition<State, Effect> {
  readonly state: State;
  readonly effects: readonly Effect[];
}

/** What happens to a message that finds the mailbox full. */
export type MailboxPolicy<Message> =
  /** The sender waits: for what must not be lost. */
  | { readonly whenFull: 'block'; readonly capacity: number }
  /** The oldest waiting message goes, and is counted. */
  | { readonly whenFull: 'drop-oldest'; readonly capacity: number }
  /** A waiting message of the same key is replaced at its place; when full of other keys, the oldest goes, and is counted. */
  | { readonly whenFull: 'latest-per-key'; readonly capacity: number; readonly keyOf: (message: Message) => string };

/** What happens when a behaviour or an effect throws. */
export type CrashPolicy =
  /**
   * Begins again from the initial state after a growing delay, its children with it, all mailboxes kept; the message that crashed
   * is not tried again. More than `restartsMax` within `withinMs` escalates.
   */
  | {
      readonly onCrash: 'restart';
      readonly backoffMsMin: number;
      readonly backoffMsMax: number;
      readonly restartsMax: number;
      readonly withinMs: number;
    }
  | { readonly onCrash: 'stop' }
  /** The parent crashes too; at the top, the system stops and `failed` tells why. */
  | { readonly onCrash: 'escalate' };

export interface ActorSpec<State, Message, Effect> {
  /** Unique among its siblings; metrics and logs use it. */
  readonly name: string;
  readonly initial: () => State;
  readonly behavior: Behavior<State, Message, Effect>;
  /** Performs one effect. A returned promise is awaited before the next message; work that may take long is started, and tells back. */
  readonly perform: (effect: Effect, self: ActorRef<Message>) => void | Promise<void>;
  readonly mailbox: MailboxPolicy<Message>;
  readonly crash: CrashPolicy;
}

export interface ActorRef<Message> {
  readonly name: string;
  /** Resolves once the mailbox took the message (at once, unless the policy is `block` and it is full). Rejects when the actor has stopped. */
  send(message: Message): Promise<void>;
  /**
   * Resolves when every message sent so far has been handled and its effects performed. Rejects if the actor crashed meanwhile, or
   * before and nobody was told: a crash after the last message and before this call is not lost. Each crash is told once.
   */
  idle(): Promise<void>;
  /** Takes no more messages, handles those that wait, then ends. Safe to call twice. */
  stop(): Promise<void>;
}

export interface ActorMetrics {
  /** Path from the system's name down: `gex/SPX`. */
  readonly path: string;
  readonly handled: number;
  readonly dropped: number;
  readonly restarts: number;
  readonly mailboxDepth: number;
  readonly mailboxDepthMax: number;
  readonly state: 'running' | 'restarting' | 'stopped' | 'failed';
}

export interface ActorSystem {
  /** Starts an actor; with a parent, the parent's escalation and stop take it along. */
  spawn<State, Message, Effect>(spec: ActorSpec<State, Message, Effect>, parent?: ActorRef<never>): ActorRef<Message>;
  metrics(): readonly ActorMetrics[];
  /** Resolves never while all is well; rejects with the error that escalated to the top. */
  readonly failed: Promise<never>;
  /** Stops children before parents, each after what waits in its mailbox. Safe to call twice. */
  stop(): Promise<void>;
}
