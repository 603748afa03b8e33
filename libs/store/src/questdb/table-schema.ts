import { quoted } from '../queries/checked-query.ts';
import type { Column, Table } from '../table.ts';
import { columnDdl, questType } from './column-types.ts';
import { type PartitionUnit, upsertKeys } from './create-table.ts';
import type { SqlClient } from './sql-client.ts';

/** A table as the server has it. */
export interface TableSchema {
  readonly timestamp: string;
  readonly partitionBy: string;
  /** In whole units; 0 is for ever. */
  readonly ttl: { readonly value: number; readonly unit: string };
  readonly wal: boolean;
  readonly dedup: boolean;
  readonly columns: ReadonlyMap<string, { readonly type: string; readonly upsertKey: boolean }>;
}

/** Null where there is no such table. */
export const readSchema = async (sql: SqlClient, name: string): Promise<TableSchema | null> => {
  const tables = await sql.query(
    `look at table ${name}`,
    'SELECT designatedTimestamp, partitionBy, ttlValue, ttlUnit, walEnabled, dedup FROM tables() WHERE table_name = $1',
    [name],
  );
  const found = tables[0];
  if (found === undefined) return null;
  const columns = await sql.query(
    `look at table ${name}`,
    // A function's argument cannot be a parameter; the name is one of ours.
    `SELECT "column", "type", "upsertKey" FROM table_columns('${name.replaceAll("'", "''")}')`,
  );
  const [timestamp, partitionBy, ttlValue, ttlUnit, wal, dedup] = found;
  return {
    timestamp: String(timestamp ?? ''),
    partitionBy: String(partitionBy),
    ttl: { value: Number(ttlValue), unit: String(ttlUnit) },
    wal: wal === true,
    dedup: dedup === true,
    columns: new Map(columns.map(([column, type, key]) => [String(column), { type: String(type), upsertKey: key === true }])),
  };
};

export interface SchemaDifference {
  readonly says: string;
  /** A statement, or what to do where there is none. */
  readonly fix: string;
}

/** Types, key and timestamp; the order of columns, capacities and partitions may differ, and QuestDB keeps no nullability. */
export const differences = (table: Table, name: string, schema: TableSchema): readonly SchemaDifference[] => {
  const alter = `ALTER TABLE ${quoted(name)}`;
  const found: SchemaDifference[] = [];
  const differ = (what: string, declared: string, here: string, fix: string): void => {
    if (declared !== here) found.push({ says: `${what} is declared as ${declared}, the server has ${here}`, fix });
  };
  differ(
    'the timestamp',
    table.timestamp,
    schema.timestamp,
    `copy ${quoted(name)} into a new table: a timestamp cannot be altered`,
  );
  differ('the write-ahead log', 'on', schema.wal ? 'on' : 'off', `${alter} SET TYPE WAL`);
  const keys = schema.dedup ? [...schema.columns].filter(([, { upsertKey }]) => upsertKey).map(([column]) => column) : [];
  const declaredKeys = upsertKeys(table);
  differ(
    'the key',
    listed(declaredKeys),
    listed(keys),
    `${alter} DEDUP ENABLE UPSERT KEYS(${declaredKeys.map(quoted).join(', ')})`,
  );
  for (const column of new Set([...schema.columns.keys(), ...Object.keys(table.columns)])) {
    const declared = Object.hasOwn(table.columns, column) ? (table.columns[column] as Column) : undefined;
    const here = schema.columns.get(column);
    const fix =
      declared === undefined
        ? `${alter} DROP COLUMN ${quoted(column)}`
        : here === undefined
          ? `${alter} ADD COLUMN ${quoted(column)} ${columnDdl(declared)}`
          : `${alter} ALTER COLUMN ${quoted(column)} TYPE ${columnDdl(declared)}`;
    differ(`column "${column}"`, declared === undefined ? 'absent' : questType[declared.type], here?.type ?? 'none', fix);
  }
  return found;
};

const listed = (names: readonly string[]): string => (names.length === 0 ? 'none' : names.toSorted().join(', '));

/** Whether the server's age limit is this one; it tells 24 months as 2 years, and 14 days as 2 weeks. */
export const sameTtl = (schema: TableSchema, wanted: string): boolean => {
  const [value = '0', unit = 'DAYS'] = wanted === '' ? [] : wanted.split(' ');
  return inSmallUnits(schema.ttl.value, schema.ttl.unit) === inSmallUnits(Number(value), unit);
};

const inSmallUnits = (value: number, unit: string): string => {
  if (value === 0) return 'none';
  const singular = unit.toUpperCase().replace(/S$/, '');
  const months = { MONTH: 1, YEAR: 12 }[singular];
  if (months !== undefined) return `${value * months} months`;
  return `${value * ({ HOUR: 1, DAY: 24, WEEK: 168 }[singular] ?? Number.NaN)} hours`;
};

/** A month where the table already is cut by months; what it was made with stays. */
export const unitOf = (schema: TableSchema): PartitionUnit => (schema.partitionBy === 'MONTH' ? 'MONTH' : 'DAY');
