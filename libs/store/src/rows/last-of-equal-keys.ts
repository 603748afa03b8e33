import type { Table } from '../table.ts';
import type { Row } from './check-rows.ts';

/** Of the rows of one call, the last one of each key, in the order of first sight: stores differ in which one they would keep. */
export const lastOfEqualKeys = (table: Table, rows: readonly Row[]): readonly Row[] => {
  const byKey = new Map<string, Row>();
  for (const row of rows) byKey.set(keyText(table, row), row);
  return byKey.size === rows.length ? rows : [...byKey.values()];
};

/** Different for different keys: each part stands behind its own length. */
const keyText = (table: Table, row: Row): string => {
  let text = `${row[table.timestamp]}`;
  for (const name of table.key) {
    const part = String(row[name]);
    text += `|${part.length}:${part}`;
  }
  return text;
};
