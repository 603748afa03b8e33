import { type OptionField, type OptionUpdates, optionField, optionFieldNames } from '@gexstream/domain';

/** Group times of one row, epoch ms. */
export interface RowTimes {
  readonly quoteMs: number;
  readonly tradeMs: number;
  readonly greeksMs: number;
  readonly openInterestMs: number;
}

/** Fills the columns of `OptionUpdates` row by row; a column is made when its first value comes. Hot: one per frame and underlying. */
export class OptionColumns {
  #capacity: number;
  readonly #symbols: string[] = [];
  readonly #settlement: string[] = [];
  #mask: Uint16Array;
  readonly #columns: Partial<Record<OptionField, Float64Array>> = {};
  #quoteMs: Float64Array;
  #tradeMs: Float64Array;
  #greeksMs: Float64Array;
  #openInterestMs: Float64Array;
  #settlementKnown = false;
  /** Bits of the fields that some row has. */
  #carried = 0;

  /** `capacity` in rows: how many will be added, where that is known; they grow. */
  constructor(capacity: number) {
    this.#capacity = capacity;
    this.#mask = new Uint16Array(capacity);
    this.#quoteMs = new Float64Array(capacity);
    this.#tradeMs = new Float64Array(capacity);
    this.#greeksMs = new Float64Array(capacity);
    this.#openInterestMs = new Float64Array(capacity);
  }

  get rows(): number {
    return this.#symbols.length;
  }

  /** Takes them for other rows: of what they held only the room remains. */
  clear(): void {
    const { rows } = this;
    this.#symbols.length = 0;
    this.#settlement.length = 0;
    this.#settlementKnown = false;
    this.#mask.fill(0, 0, rows);
    for (const column of Object.values(this.#columns)) column.fill(0, 0, rows);
    this.#carried = 0;
  }

  /** Values set so far of the row being filled begin at none. Times belong to the groups whether or not a value follows. */
  add(symbol: string, settlement: string, times: RowTimes): void {
    const row = this.#symbols.length;
    if (row === this.#capacity) this.#grow();
    this.#symbols.push(symbol);
    this.#settlement.push(settlement);
    if (settlement !== '') this.#settlementKnown = true;
    this.#quoteMs[row] = times.quoteMs;
    this.#tradeMs[row] = times.tradeMs;
    this.#greeksMs[row] = times.greeksMs;
    this.#openInterestMs[row] = times.openInterestMs;
  }

  /** Sets a field of the row added last; undefined leaves it absent. */
  set(field: OptionField, value: number | undefined): void {
    if (value === undefined) return;
    const row = this.#symbols.length - 1;
    let column = this.#columns[field];
    if (column === undefined) {
      column = new Float64Array(this.#capacity);
      this.#columns[field] = column;
    }
    column[row] = value;
    this.#mask[row] = this.#mask[row]! | optionField[field];
    this.#carried |= optionField[field];
  }

  #grow(): void {
    this.#capacity = Math.max(8, 2 * this.#capacity);
    const mask = new Uint16Array(this.#capacity);
    mask.set(this.#mask);
    this.#mask = mask;
    for (const [field, column] of Object.entries(this.#columns)) this.#columns[field as OptionField] = this.#longer(column);
    this.#quoteMs = this.#longer(this.#quoteMs);
    this.#tradeMs = this.#longer(this.#tradeMs);
    this.#greeksMs = this.#longer(this.#greeksMs);
    this.#openInterestMs = this.#longer(this.#openInterestMs);
  }

  #longer(column: Float64Array): Float64Array {
    const longer = new Float64Array(this.#capacity);
    longer.set(column);
    return longer;
  }

  /** Rows `[from, to)`. Their columns share a piece of memory of their own: one for each took longer to make, and to collect, than to fill. */
  slice(origin: OptionUpdates['origin'], from: number, to: number): OptionUpdates {
    const rows = to - from;
    const fields = optionFieldNames.filter((field) => (this.#carried & optionField[field]) !== 0);
    const memory = new ArrayBuffer(
      rows * ((fields.length + groupTimes) * Float64Array.BYTES_PER_ELEMENT + Uint16Array.BYTES_PER_ELEMENT),
    );
    let used = 0;
    const cut = (column: Float64Array): Float64Array => {
      const piece = new Float64Array(memory, used, rows);
      used += piece.byteLength;
      for (let row = 0; row < rows; row++) piece[row] = column[from + row]!;
      return piece;
    };
    const columns: Partial<Record<OptionField, Float64Array>> = {};
    for (const field of fields) columns[field] = cut(this.#columns[field]!);
    const [quoteMs, tradeMs] = [cut(this.#quoteMs), cut(this.#tradeMs)];
    const [greeksMs, openInterestMs] = [cut(this.#greeksMs), cut(this.#openInterestMs)];
    const mask = new Uint16Array(memory, used, rows);
    for (let row = 0; row < rows; row++) mask[row] = this.#mask[from + row]!;
    return {
      origin,
      symbols: this.#symbols.slice(from, to),
      mask,
      columns,
      ...{ quoteMs, tradeMs, greeksMs, openInterestMs },
      ...(this.#settlementKnown ? { settlement: this.#settlement.slice(from, to) } : {}),
    };
  }
}

const groupTimes = 4;
