import { StoreError } from '../errors.ts';
import type { Column, RowOf, Table } from '../table.ts';

export type Cell = number | string | boolean | readonly number[] | null;
export type Row = Readonly<Record<string, Cell>>;

/**
 * The rows as adapters may write them: every column present and of its type, numbers that are not finite replaced by null where the
 * column allows it. Throws `STORE_BAD_ROW` that names table, row (counted from 0) and column.
 */
export const checkRows = <T extends Table>(table: T, rows: readonly RowOf<T>[]): readonly Row[] =>
  rows.map((row, index) => checkRow(table, row, index));

const checkRow = (table: Table, row: Readonly<Record<string, unknown>>, index: number): Row => {
  const names = Object.keys(table.columns);
  let checked = row as Row;
  for (const name of names) {
    const column = table.columns[name] as Column;
    const cell = row[name];
    if (cell === null && column.nullable) continue;
    const wrong = complaint(column, cell);
    if (wrong === undefined) continue;
    if (wrong !== notFinite || !column.nullable) throw badRow(table, index, `column "${name}" ${wrong}`);
    checked = { ...checked, [name]: null };
  }
  if (Object.keys(row).length !== names.length) {
    const unknown = Object.keys(row).find((name) => !Object.hasOwn(table.columns, name));
    throw badRow(table, index, `column "${unknown}" is not one of the table's`);
  }
  return checked;
};

const notFinite = 'is not a finite number';

/** What is wrong with a cell, or undefined. */
const complaint = (column: Column, cell: unknown): string | undefined => {
  if (cell === undefined) return 'is missing';
  if (cell === null) return 'is null, which it may not be';
  switch (column.type) {
    case 'double':
      return typeof cell !== 'number' ? wrongType(column, cell) : Number.isFinite(cell) ? undefined : notFinite;
    case 'long':
    case 'timestamp':
      if (typeof cell !== 'number') return wrongType(column, cell);
      if (!Number.isFinite(cell)) return notFinite;
      return Number.isSafeInteger(cell) ? undefined : `must be a whole number below 2^53, got ${cell}`;
    case 'symbol':
    case 'text':
      if (typeof cell !== 'string') return wrongType(column, cell);
      return cell.isWellFormed() ? undefined : 'holds half of a surrogate pair';
    case 'boolean':
      return typeof cell === 'boolean' ? undefined : wrongType(column, cell);
    case 'doubles': {
      if (!Array.isArray(cell)) return wrongType(column, cell);
      const at = cell.findIndex((element) => !Number.isFinite(element));
      // Never null for the whole list: that would throw away its good elements in silence.
      return at === -1 ? undefined : `holds ${String(cell[at])} at ${at}, which is not a finite number`;
    }
  }
};

const wrongType = (column: Column, cell: unknown): string =>
  `must be a ${column.type}, got ${Array.isArray(cell) ? 'a list' : typeof cell}`;

const badRow = (table: Table, index: number, wrong: string): StoreError =>
  new StoreError('STORE_BAD_ROW', `table ${table.name}, row ${index}: ${wrong}`);
