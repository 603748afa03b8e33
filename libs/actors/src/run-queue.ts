import type { EventLoop } from './event-loop.ts';
import { Ring } from './ring.ts';

/** Messages all actors of a system may handle before timers and I/O get their turn. */
const messagesPerTurnMax = 1024;
/** The same in time, for behaviours that take long. One message is never cut short. */
const turnMsMax = 5;
/** Messages one actor may handle before the next gets its chance. */
const sliceMessagesMax = 64;

/** Something that has messages to handle. It stands in the queue at most once. */
export interface Runnable {
  /** Handles one message, if one waits; false when there is nothing more to do just now. */
  runOne(): boolean;
}

/**
 * Gives actors the thread in turns: a message is handled in the turn it was sent in, unless that turn has used up its share. So a
 * flood of messages delays timers and I/O by one turn at most, and each actor by one slice of every other.
 */
export class RunQueue {
  readonly #loop: EventLoop;
  readonly #ready: Ring<Runnable>;
  #armed = false;
  #turnOpen = false;
  #turnEndsMs = 0;
  #messagesLeft = messagesPerTurnMax;

  constructor(loop: EventLoop, runnablesMax: number) {
    this.#loop = loop;
    this.#ready = new Ring(runnablesMax);
  }

  add(runnable: Runnable): void {
    if (!this.#ready.push(runnable)) throw new RangeError(`More than ${this.#ready.capacity} actors are ready to run`);
    // Of a turn that is used up, the next one takes over by itself.
    if (this.#armed || this.#messagesLeft === 0) return;
    this.#armed = true;
    this.#loop.soon(this.#run);
  }

  readonly #run = (): void => {
    this.#armed = false;
    if (!this.#turnOpen) {
      this.#turnOpen = true;
      this.#turnEndsMs = this.#loop.elapsedMs() + turnMsMax;
      this.#loop.laterTurn(this.#nextTurn);
    }
    while (this.#ready.size > 0 && this.#messagesLeft > 0) {
      const runnable = this.#ready.shift();
      if (this.#runSlice(runnable)) this.#ready.push(runnable);
    }
  };

  /** True while the runnable has more to do. */
  #runSlice(runnable: Runnable): boolean {
    for (let handled = 0; handled < sliceMessagesMax && this.#messagesLeft > 0; handled++) {
      const more = runnable.runOne();
      this.#messagesLeft = this.#loop.elapsedMs() < this.#turnEndsMs ? this.#messagesLeft - 1 : 0;
      if (!more) return false;
    }
    return true;
  }

  readonly #nextTurn = (): void => {
    this.#turnOpen = false;
    this.#messagesLeft = messagesPerTurnMax;
    if (this.#ready.size > 0) this.#run();
  };
}
