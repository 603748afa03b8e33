import { ChainFileError, shown } from './chain-file-error.ts';
import { amountMax, numberProblem } from './number-text.ts';

/** Reads values of a parsed JSON file by path, and names the path when one is not what it should be. */
export class JsonReader {
  readonly #file: string;

  constructor(file: string) {
    this.#file = file;
  }

  fail(path: string, problem: string): never {
    throw new ChainFileError(this.#file, { field: path }, problem);
  }

  object(value: unknown, path: string): Readonly<Record<string, unknown>> {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) this.fail(path, `${shown(value)} is not an object`);
    return value as Readonly<Record<string, unknown>>;
  }

  array(value: unknown, path: string): readonly unknown[] {
    if (!Array.isArray(value)) this.fail(path, `${shown(value)} is not a list`);
    return value;
  }

  text(value: unknown, path: string): string {
    if (typeof value !== 'string') this.fail(path, `${shown(value)} is not a text`);
    return value;
  }

  /** A price or count: not negative, of no more digits than a number holds. */
  amount(value: unknown, path: string): number {
    if (typeof value !== 'number')
      this.fail(path, value === 'Infinity' ? numberProblem(value) : `${shown(value)} is not a number`);
    if (value < 0) this.fail(path, `${value} is negative`);
    // A number of JSON that is larger than the language holds has become Infinity.
    if (value > amountMax) this.fail(path, `${value} is too large`);
    return value;
  }

  /** As `amount`, but null for the ways a source says that it has none: missing, null, -999, "NaN". */
  amountOrNone(value: unknown, path: string): number | null {
    if (value === undefined || value === null || value === -999 || value === 'NaN') return null;
    return this.amount(value, path);
  }

  /** As `amountOrNone`, where 0 is none as well. */
  positiveOrNone(value: unknown, path: string): number | null {
    const amount = this.amountOrNone(value, path);
    return amount === 0 ? null : amount;
  }
}
