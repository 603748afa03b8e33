const initialSlots = 16;

/** A first-in first-out queue of at most `capacity` items. Its array doubles up to that, so that an idle queue costs little. */
export class Ring<Item> {
  readonly capacity: number;
  #slots: (Item | undefined)[];
  #head = 0;
  #size = 0;

  constructor(capacity: number) {
    this.capacity = capacity;
    this.#slots = new Array(Math.min(capacity, initialSlots));
  }

  get size(): number {
    return this.#size;
  }

  /** False when it is full; the item is then not taken. */
  push(item: Item): boolean {
    if (this.#size === this.capacity) return false;
    if (this.#size === this.#slots.length) this.#grow();
    this.#slots[this.#slotOf(this.#size)] = item;
    this.#size++;
    return true;
  }

  /** The oldest, left in its place. */
  get first(): Item | undefined {
    return this.#slots[this.#head];
  }

  /** Removes the oldest. Only for a ring that is not empty. */
  shift(): Item {
    if (this.#size === 0) throw new RangeError('shift() on an empty ring; look at its size first');
    const item = this.#slots[this.#head] as Item;
    // The slot must not keep what has left alive.
    this.#slots[this.#head] = undefined;
    this.#head = this.#head + 1 === this.#slots.length ? 0 : this.#head + 1;
    this.#size--;
    return item;
  }

  /** Replaces the item `index` places behind the oldest. */
  replace(index: number, item: Item): void {
    if (!(index >= 0 && index < this.#size)) throw new RangeError(`replace(${index}) in a ring of ${this.#size}`);
    this.#slots[this.#slotOf(index)] = item;
  }

  clear(): void {
    this.#slots = new Array(Math.min(this.capacity, initialSlots));
    this.#head = 0;
    this.#size = 0;
  }

  #slotOf(index: number): number {
    const slot = this.#head + index;
    return slot < this.#slots.length ? slot : slot - this.#slots.length;
  }

  #grow(): void {
    const grown: (Item | undefined)[] = new Array(Math.min(this.capacity, this.#slots.length * 2));
    for (let index = 0; index < this.#size; index++) grown[index] = this.#slots[this.#slotOf(index)];
    this.#slots = grown;
    this.#head = 0;
  }
}
