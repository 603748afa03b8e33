import type { MailboxPolicy } from './behavior.ts';
import { ActorError } from './errors.ts';
import { type Mailbox, mailbox } from './mailbox.ts';
import { Ring } from './ring.ts';

/** Senders that may wait for room in a `block` mailbox, and callers that may wait in `idle()`, of one actor. */
export const waitersMax = 1024;

const done: Promise<void> = Promise.resolve();

interface Waiter {
  readonly resolve: () => void;
  readonly reject: (reason: unknown) => void;
}

interface BlockedSender<Message> extends Waiter {
  readonly message: Message;
}

interface IdleWaiter extends Waiter {
  /** Idle once this many places have been left. */
  readonly place: number;
}

/** One actor's mailbox with those who wait on it: senders for room, and callers of `idle()` for what they sent to be done. */
export class Inbox<Message> {
  readonly #path: string;
  readonly #mailbox: Mailbox<Message>;
  readonly #blocked = new Ring<BlockedSender<Message>>(waitersMax);
  readonly #idle = new Ring<IdleWaiter>(waitersMax);
  /** A crash that no `idle()` has told of yet. */
  #untold: { readonly error: unknown } | null = null;

  constructor(path: string, policy: MailboxPolicy<Message>) {
    this.#path = path;
    this.#mailbox = mailbox(policy);
  }

  get depth(): number {
    return this.#mailbox.depth;
  }

  get depthMax(): number {
    return this.#mailbox.depthMax;
  }

  get dropped(): number {
    return this.#mailbox.dropped;
  }

  get isEmpty(): boolean {
    return this.#mailbox.depth === 0 && this.#blocked.size === 0;
  }

  send(message: Message): Promise<void> {
    try {
      if (this.#mailbox.offer(message)) return done;
    } catch (error) {
      return Promise.reject(error);
    }
    return new Promise((resolve, reject) => {
      if (!this.#blocked.push({ message, resolve, reject })) {
        reject(this.#error('ACTOR_OVERLOADED', `${waitersMax} senders wait for room already; await each send before the next`));
      }
    });
  }

  /** Removes the oldest message and lets the first blocked sender in. */
  take(): Message {
    const message = this.#mailbox.take();
    if (this.#blocked.size > 0) {
      const sender = this.#blocked.shift();
      this.#mailbox.offer(sender.message);
      sender.resolve();
    }
    return message;
  }

  /** Resolves once all that was sent so far has been taken and `settle` was called after it. `busy`: a message is being handled. */
  idle(busy: boolean): Promise<void> {
    if (this.#untold !== null) {
      const { error } = this.#untold;
      this.#untold = null;
      return Promise.reject(error);
    }
    const place = this.#mailbox.entered + this.#blocked.size;
    if (!busy && this.#placesLeft >= place) return done;
    return new Promise((resolve, reject) => {
      if (!this.#idle.push({ place, resolve, reject })) {
        reject(this.#error('ACTOR_OVERLOADED', `${waitersMax} callers of idle() wait already`));
      }
    });
  }

  /** Between two messages: tells those who waited for what has been taken. */
  settle(): void {
    while (this.#idle.size > 0 && (this.#idle.first?.place ?? 0) <= this.#placesLeft) this.#idle.shift().resolve();
  }

  /** Tells those who wait in `idle()` now, or else the next who asks. Messages stay. */
  crashed(error: unknown): void {
    if (this.#idle.size === 0) this.#untold = { error };
    while (this.#idle.size > 0) this.#idle.shift().reject(error);
  }

  /** The actor is gone for good: what waits is dropped, whoever waits is told. */
  abandon(error: unknown): void {
    while (this.#idle.size > 0) this.#idle.shift().reject(error);
    while (this.#blocked.size > 0) {
      this.#blocked.shift().reject(this.#error('ACTOR_STOPPED', 'it failed while the sender waited for room', error));
    }
    this.#mailbox.clear();
  }

  get #placesLeft(): number {
    return this.#mailbox.entered - this.#mailbox.depth;
  }

  #error(code: 'ACTOR_STOPPED' | 'ACTOR_OVERLOADED', message: string, cause?: unknown): ActorError {
    return new ActorError(code, this.#path, message, cause);
  }
}
