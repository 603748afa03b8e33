const comma = 0x2c;
const dot = 0x2e;
const digit0 = 0x30;
const digit9 = 0x39;

/** Below 2^53 digits add up exactly, so one division rounds as correctly as the language's own parser. */
const mantissaMax = Number.MAX_SAFE_INTEGER / 10 - 1;
const powersOfTen: readonly number[] = Array.from({ length: 16 }, (_, exponent) => 10 ** exponent);

/** One row of a plain CSV (no quotes), read in place: of a chain's quarter million fields most are never made into strings. */
export class CsvRow {
  readonly #fieldsMax: number;
  /** Where each field begins; one more entry ends the last. */
  readonly #starts: Int32Array;
  #line = '';
  #fields = 0;

  constructor(fieldsMax: number) {
    this.#fieldsMax = fieldsMax;
    this.#starts = new Int32Array(fieldsMax + 1);
  }

  /** Takes a line and returns how many fields it has, however many that are. */
  load(line: string): number {
    this.#line = line;
    this.#fields = 1;
    this.#starts[0] = 0;
    for (let i = 0; i < line.length; i += 1) {
      if (line.charCodeAt(i) !== comma) continue;
      if (this.#fields <= this.#fieldsMax) this.#starts[this.#fields] = i + 1;
      this.#fields += 1;
    }
    if (this.#fields <= this.#fieldsMax) this.#starts[this.#fields] = line.length + 1;
    return this.#fields;
  }

  text(field: number): string {
    return this.#line.slice(this.#starts[field], this.#starts[field + 1]! - 1);
  }

  /** A number of decimal digits with at most one point among them; null for anything else, a sign, an exponent and a blank included. */
  amount(field: number): number | null {
    const from = this.#starts[field]!;
    const end = this.#starts[field + 1]! - 1;
    let mantissa = 0;
    let pointAt = -1;
    for (let i = from; i < end; i += 1) {
      const code = this.#line.charCodeAt(i);
      if (code === dot && pointAt < 0 && i > from) {
        pointAt = i;
        continue;
      }
      if (code < digit0 || code > digit9 || mantissa > mantissaMax) return null;
      mantissa = mantissa * 10 + (code - digit0);
    }
    if (pointAt < 0) return end > from ? mantissa : null;
    const decimals = end - 1 - pointAt;
    return decimals === 0 || decimals >= powersOfTen.length ? null : mantissa / powersOfTen[decimals]!;
  }
}
