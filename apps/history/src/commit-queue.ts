/**
 * Commits batches in the order they came, each after its rows are written. A failure ends it: nothing after the batch that failed is
 * committed, so all of that comes again.
 */
export class CommitQueue {
  readonly #batchesMax: number;
  #tail: Promise<void> = Promise.resolve();
  #waiting: Promise<void>[] = [];
  readonly failed: Promise<never>;
  #fail: (error: unknown) => void = () => undefined;

  /** Policy when `batchesMax` are waiting: block. */
  constructor(batchesMax: number) {
    this.#batchesMax = batchesMax;
    this.failed = new Promise((_, reject) => (this.#fail = reject));
    this.failed.catch(() => undefined);
  }

  get waiting(): number {
    return this.#waiting.length;
  }

  /** Resolves once there is room for the next batch. */
  async add(written: Promise<void>, commit: () => Promise<void>): Promise<void> {
    const committed = this.#tail.then(() => written).then(commit);
    this.#tail = committed;
    this.#waiting.push(committed);
    committed.then(
      () => this.#waiting.shift(),
      (error: unknown) => this.#fail(error),
    );
    if (this.#waiting.length >= this.#batchesMax) await this.#waiting[0];
  }

  /** Resolves once everything added so far is committed; rejects when it cannot be. */
  drain(): Promise<void> {
    return this.#tail;
  }
}
