import type { WireContent } from '../wire/index.ts';

/** Fields are numbered; options have the most. */
export const contentFieldsMax = 56;

const [numberKind, textKind] = [1, 2];

/**
 * A content as its text has it, without an object for each number: to make those took half of the time. It is filled anew for each content,
 * so nobody may keep it.
 */
export class ScannedContent {
  key = '';
  /** Of numbered fields that are set, the first `count`. */
  readonly fields = new Uint8Array(contentFieldsMax);
  count = 0;
  readonly #numbers = new Float64Array(contentFieldsMax);
  readonly #texts = new Array<string>(contentFieldsMax).fill('');
  readonly #kinds = new Uint8Array(contentFieldsMax);

  clear(): void {
    while (this.count > 0) this.#kinds[this.fields[--this.count]!] = 0;
    this.key = '';
  }

  /** The last one stands of a field that comes twice, as with a parser. */
  setNumber(field: number, value: number): void {
    this.#numbers[field] = value;
    this.#note(field, numberKind);
  }

  setText(field: number, value: string): void {
    this.#texts[field] = value;
    this.#note(field, textKind);
  }

  isNumber(field: number): boolean {
    return this.#kinds[field] === numberKind;
  }

  isText(field: number): boolean {
    return this.#kinds[field] === textKind;
  }

  /** Means something where `isNumber` says so. */
  number(field: number): number {
    return this.#numbers[field]!;
  }

  /** Undefined where `isText` says no. */
  text(field: number): string | undefined {
    return this.isText(field) ? this.#texts[field] : undefined;
  }

  /** What a parser would have made of it, as far as anybody reads it; may be kept. */
  toWire(): WireContent {
    const wire: { key: string; [field: number]: unknown } = { key: this.key };
    for (const field of this.fields.subarray(0, this.count))
      wire[field] = this.isNumber(field) ? this.number(field) : this.text(field);
    return wire;
  }

  #note(field: number, kind: number): void {
    if (this.#kinds[field] === 0) this.fields[this.count++] = field;
    this.#kinds[field] = kind;
  }
}
