import type { Supervised } from './actor-tree.ts';
import { ActorError } from './errors.ts';

/** The living actors below one parent, by name. */
export class Siblings implements Iterable<Supervised> {
  readonly #byName = new Map<string, Supervised>();
  #closed = false;

  add(child: Supervised): void {
    if (this.#closed) {
      throw new ActorError('ACTOR_STOPPED', child.path, 'its parent is stopping or has ended and takes no more children');
    }
    if (this.#byName.has(child.name)) {
      throw new ActorError('ACTOR_NAME_TAKEN', child.path, 'a sibling of that name is alive; choose another or stop it first');
    }
    this.#byName.set(child.name, child);
  }

  remove(child: Supervised): void {
    if (this.#byName.get(child.name) === child) this.#byName.delete(child.name);
  }

  close(): void {
    this.#closed = true;
  }

  /** Takes no more, and stops one after the other, the youngest first: who was spawned later may send to who was there before. */
  async stop(): Promise<void> {
    this.#closed = true;
    for (const child of [...this.#byName.values()].reverse()) await child.stop();
  }

  get isEmpty(): boolean {
    return this.#byName.size === 0;
  }

  [Symbol.iterator](): Iterator<Supervised> {
    return [...this.#byName.values()][Symbol.iterator]();
  }
}
