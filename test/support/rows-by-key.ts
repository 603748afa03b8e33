import type { Table } from '@gexstream/store';

export interface RowsOfTable {
  readonly table: Table;
  readonly rows: readonly Readonly<Record<string, unknown>>[];
}

/** The last row of each key of one table, up to a moment, as JSON of its columns. */
export const rowsByKey = (
  table: Table,
  tables: readonly RowsOfTable[],
  lastMs = Number.POSITIVE_INFINITY,
): Readonly<Record<string, string>> => {
  const rows = tables
    .filter(({ table: { name } }) => name === table.name)
    .flatMap(({ rows: each }) => each)
    .filter((row) => Number(row[table.timestamp]) <= lastMs);
  const keyOf = (row: Readonly<Record<string, unknown>>): string =>
    [table.timestamp, ...table.key].map((name) => String(row[name])).join(' ');
  const columns = Object.keys(table.columns);
  return Object.fromEntries(rows.map((row) => [keyOf(row), JSON.stringify(columns.map((name) => row[name]))]).sort());
};
