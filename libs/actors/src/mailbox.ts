import type { MailboxPolicy } from './behavior.ts';
import { Ring } from './ring.ts';

/** The messages that wait for one actor, and what becomes of one that finds no room. */
export interface Mailbox<Message> {
  readonly depth: number;
  readonly depthMax: number;
  /** Messages that were taken and then evicted; one replaced by a newer of its key is not counted. */
  readonly dropped: number;
  /** Places ever given out; with `depth` it tells how far the actor has come. */
  readonly entered: number;
  /** False when it is full and its policy lets the sender wait. */
  offer(message: Message): boolean;
  /** Removes the oldest. Only while `depth` is not 0. */
  take(): Message;
  /** Everything that waits goes, and is counted as dropped. */
  clear(): void;
}

export const mailbox = <Message>(policy: MailboxPolicy<Message>): Mailbox<Message> => {
  if (!(Number.isInteger(policy.capacity) && policy.capacity >= 1)) {
    throw new RangeError(`A mailbox holds at least one message, got capacity ${policy.capacity}`);
  }
  return policy.whenFull === 'latest-per-key'
    ? new LatestPerKeyMailbox(policy.capacity, policy.keyOf)
    : new FifoMailbox(policy.capacity, policy.whenFull);
};

class FifoMailbox<Message> implements Mailbox<Message> {
  depthMax = 0;
  dropped = 0;
  entered = 0;
  readonly #messages: Ring<Message>;
  readonly #whenFull: 'block' | 'drop-oldest';

  constructor(capacity: number, whenFull: 'block' | 'drop-oldest') {
    this.#messages = new Ring(capacity);
    this.#whenFull = whenFull;
  }

  get depth(): number {
    return this.#messages.size;
  }

  offer(message: Message): boolean {
    if (!this.#messages.push(message)) {
      if (this.#whenFull === 'block') return false;
      this.#messages.shift();
      this.dropped++;
      this.#messages.push(message);
    }
    this.entered++;
    if (this.#messages.size > this.depthMax) this.depthMax = this.#messages.size;
    return true;
  }

  take(): Message {
    return this.#messages.shift();
  }

  clear(): void {
    this.dropped += this.#messages.size;
    this.#messages.clear();
  }
}

class LatestPerKeyMailbox<Message> implements Mailbox<Message> {
  depthMax = 0;
  dropped = 0;
  entered = 0;
  readonly #messages: Ring<Message>;
  /** The keys of the messages, place by place. */
  readonly #keys: Ring<string>;
  /** Which entry (counted by `entered`) waits under a key; as large as the mailbox at most. */
  readonly #entryOf = new Map<string, number>();
  readonly #keyOf: (message: Message) => string;

  constructor(capacity: number, keyOf: (message: Message) => string) {
    this.#messages = new Ring(capacity);
    this.#keys = new Ring(capacity);
    this.#keyOf = keyOf;
  }

  get depth(): number {
    return this.#messages.size;
  }

  offer(message: Message): boolean {
    const key = this.#keyOf(message);
    const entry = this.#entryOf.get(key);
    if (entry !== undefined) {
      const oldest = this.entered - this.#messages.size;
      this.#messages.replace(entry - oldest, message);
      return true;
    }
    if (this.#messages.size === this.#messages.capacity) {
      this.take();
      this.dropped++;
    }
    this.#messages.push(message);
    this.#keys.push(key);
    this.#entryOf.set(key, this.entered);
    this.entered++;
    if (this.#messages.size > this.depthMax) this.depthMax = this.#messages.size;
    return true;
  }

  take(): Message {
    this.#entryOf.delete(this.#keys.shift());
    return this.#messages.shift();
  }

  clear(): void {
    this.dropped += this.#messages.size;
    this.#messages.clear();
    this.#keys.clear();
    this.#entryOf.clear();
  }
}
