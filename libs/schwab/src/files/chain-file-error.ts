/** Where in the file, and what was expected there: `line 5, field "Strike": "abc" is not a number`. */
export class ChainFileError extends Error {
  override readonly name = 'ChainFileError';
  readonly code = 'CHAIN_FILE';
  readonly file: string;
  /** Counted from 1; null where the file has no lines to speak of (one-line JSON) or the fault is the whole file's. */
  readonly line: number | null;
  /** Column title, or the path in a JSON file. */
  readonly field: string | null;

  constructor(file: string, place: { readonly line?: number; readonly field?: string }, problem: string) {
    const where = [
      ...(place.line === undefined ? [] : [`line ${place.line}`]),
      ...(place.field === undefined ? [] : [`field "${place.field}"`]),
    ].join(', ');
    super(where === '' ? `${file}: ${problem}` : `${file}: ${where}: ${problem}`);
    this.file = file;
    this.line = place.line ?? null;
    this.field = place.field ?? null;
  }
}

/** A text of the file for a message, cut to a readable length. */
export const shown = (value: unknown): string => {
  const text = typeof value === 'string' ? JSON.stringify(value) : (JSON.stringify(value) ?? String(value));
  return text.length > 60 ? `${text.slice(0, 57)}…` : text;
};
