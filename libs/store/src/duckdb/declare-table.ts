import type { DuckDBConnection } from '@duckdb/node-api';
import { StoreError } from '../errors.ts';
import { quoted } from '../queries/checked-query.ts';
import type { Column, Table } from '../table.ts';
import { duckType } from './column-types.ts';

/** A table as this connection's file has it. */
export interface DeclaredTable {
  /** The declaration last given for it. */
  table: Table;
  /** As they stand in the file, which is how an appender wants them. */
  readonly columnOrder: readonly string[];
  /** Temporary table of the writer for the keys of the rows that are about to be written. */
  readonly keysTable: string;
  /** No row is newer than this, epoch ms; rows above it cannot replace any. */
  newestMs: number;
}

/** Keeps what the catalogue cannot say: the key. Made before the first table. */
export const declarationsTableSql =
  'CREATE TABLE IF NOT EXISTS "store_declarations" ("table_name" VARCHAR PRIMARY KEY, "declaration" VARCHAR NOT NULL)';

/**
 * Makes the table where it is missing; where it is not, adds nullable columns that are new and compares the rest. There is no primary key on purpose: its index would have to live in
 * memory, and the one writer replaces equal keys itself. Runs on the writer's connection, inside its transaction.
 */
export const declareTable = async (connection: DuckDBConnection, table: Table): Promise<DeclaredTable> => {
  const shape = shapeOf(table);
  const found = await connection.runAndReadAll('SELECT "declaration" FROM "store_declarations" WHERE "table_name" = $1', [
    table.name,
  ]);
  const kept = found.getRows()[0]?.[0];
  if (kept === undefined) {
    await create(connection, table);
    await connection.run('INSERT INTO "store_declarations" VALUES ($1, $2)', [table.name, JSON.stringify(shape)]);
  } else {
    const before = await addColumns(connection, table, JSON.parse(String(kept)) as Shape, shape);
    const differences = differencesBetween(before, shape);
    if (differences.length > 0)
      throw new StoreError(
        'STORE_TABLE_DIFFERS',
        `table ${table.name} differs from its declaration: ${differences.join('; ')}. Move the file away to begin anew, or migrate the table`,
      );
  }
  const keysTable = `${table.name} keys to write`;
  await connection.run(
    `CREATE OR REPLACE TEMP TABLE ${quoted(keysTable)} (${columnsSql(table, [table.timestamp, ...table.key])})`,
  );
  return { table, columnOrder: await columnOrder(connection, table), keysTable, newestMs: await newestMs(connection, table) };
};

/** Adds the columns that were declared since, where rows may do without a value: those from before have none. Gives the file's shape after that. */
const addColumns = async (connection: DuckDBConnection, table: Table, kept: Shape, declared: Shape): Promise<Shape> => {
  const missing = Object.keys(table.columns).filter((name) => !(name in kept.columns) && table.columns[name]!.nullable);
  if (missing.length === 0) return kept;
  for (const name of missing) await connection.run(`ALTER TABLE ${quoted(table.name)} ADD COLUMN ${columnsSql(table, [name])}`);
  const added = Object.fromEntries(missing.map((name) => [name, declared.columns[name]!]));
  const shape = { ...kept, columns: { ...kept.columns, ...added } };
  await connection.run('UPDATE "store_declarations" SET "declaration" = $2 WHERE "table_name" = $1', [
    table.name,
    JSON.stringify(shape),
  ]);
  return shape;
};

const create = async (connection: DuckDBConnection, table: Table): Promise<void> => {
  try {
    await connection.run(`CREATE TABLE ${quoted(table.name)} (${columnsSql(table, Object.keys(table.columns))})`);
  } catch (error) {
    if (!(error instanceof Error && error.message.includes('already exists'))) throw error;
    throw new StoreError('STORE_TABLE_DIFFERS', `table ${table.name} exists but was not made by this store`, error);
  }
};

/** `"name" TYPE NOT NULL, …` of the named columns. */
export const columnsSql = (table: Table, names: readonly string[]): string =>
  names
    .map((name) => {
      const column = table.columns[name] as Column;
      return `${quoted(name)} ${duckType[column.type]}${column.nullable ? '' : ' NOT NULL'}`;
    })
    .join(', ');

const columnOrder = async (connection: DuckDBConnection, table: Table): Promise<readonly string[]> => {
  const found = await connection.runAndReadAll(
    "SELECT column_name FROM duckdb_columns() WHERE database_name = current_database() AND schema_name = 'main' AND table_name = $1 ORDER BY column_index",
    [table.name],
  );
  return found.getRows().map(([name]) => String(name));
};

const newestMs = async (connection: DuckDBConnection, table: Table): Promise<number> => {
  const found = await connection.runAndReadAll(
    `SELECT epoch_ms(max(${quoted(table.timestamp)}))::DOUBLE FROM ${quoted(table.name)}`,
  );
  return (found.getRows()[0]?.[0] as number | null | undefined) ?? Number.NEGATIVE_INFINITY;
};

/** What must stay the same between runs; documentation, units and retention may change, and so may the order of columns. */
interface Shape {
  readonly timestamp: string;
  readonly key: string;
  readonly columns: Readonly<Record<string, string>>;
}

const shapeOf = (table: Table): Shape => ({
  timestamp: table.timestamp,
  key: table.key.toSorted().join(', '),
  columns: Object.fromEntries(
    Object.entries(table.columns).map(([name, column]) => [
      name,
      `${duckType[column.type]}${column.nullable ? ', nullable' : ''}`,
    ]),
  ),
});

const differencesBetween = (kept: Shape, declared: Shape): readonly string[] => {
  const says = (what: string, here: string | undefined, there: string | undefined): readonly string[] =>
    here === there ? [] : [`${what} is declared as ${here ?? 'absent'}, the file has ${there ?? 'none'}`];
  const names = new Set([...Object.keys(kept.columns), ...Object.keys(declared.columns)]);
  return [
    ...says('the timestamp', declared.timestamp, kept.timestamp),
    ...says('the key', declared.key, kept.key),
    ...[...names].flatMap((name) => says(`column "${name}"`, declared.columns[name], kept.columns[name])),
  ];
};
