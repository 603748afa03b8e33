import { createHash } from 'node:crypto';
import { StoreError } from '../errors.ts';
import { quoted } from '../queries/checked-query.ts';
import type { Table } from '../table.ts';
import { createTableSql, ttlSql } from './create-table.ts';
import type { FeedNames } from './feed-names.ts';
import type { MigrationLog } from './migration-log.ts';
import type { Migration } from './migrations.ts';
import type { StoreLog } from './questdb-address.ts';
import type { SqlClient } from './sql-client.ts';
import { differences, readSchema, sameTtl, type TableSchema, unitOf } from './table-schema.ts';
import type { WalProgress } from './wal-progress.ts';

export interface SchemaParts {
  readonly sql: SqlClient;
  readonly progress: WalProgress;
  readonly names: FeedNames;
  readonly log: StoreLog | undefined;
  readonly migrationLog: MigrationLog;
  readonly migrations: readonly Migration[];
}

/**
 * Makes the table where it is missing, takes the steps it has not taken, and compares the outcome with the declaration. Writes nothing
 * where nothing is to be done, so that a user who may only read can declare what others made.
 */
export const declareTable = async (parts: SchemaParts, table: Table): Promise<void> => {
  const { sql, names, progress, migrationLog, migrations } = parts;
  const name = names.table(table.name);
  const before = await readSchema(sql, name);
  if (before === null) {
    const ddl = createTableSql(table, names);
    await sql.query(`make table ${name} (an app whose user may write must start first)`, ddl);
    await migrationLog.record(`create ${table.name}`, createHash('sha256').update(ddl).digest('hex'));
  }
  const migrated = await migrationLog.migrate(migrations, table.name, before === null);
  // Only then is there something to wait for: a suspended table must not keep its readers from starting.
  if (before === null || migrated) await progress.caughtUp(name);
  await keepRetention(parts, table, await checkSchema(parts, table));
};

/** Rejects with `STORE_TABLE_DIFFERS` that names every difference and its fix. */
export const checkSchema = async ({ sql, names }: SchemaParts, table: Table): Promise<TableSchema> => {
  const name = names.table(table.name);
  const schema = await readSchema(sql, name);
  if (schema === null) throw new StoreError('STORE_TABLE_DIFFERS', `there is no table ${name}: starting the history makes it`);
  const found = differences(table, name, schema);
  if (found.length > 0)
    throw new StoreError(
      'STORE_TABLE_DIFFERS',
      `table ${name} differs from its declaration: ${found.map(({ says }) => says).join('; ')}. To mend it: ${found.map(({ fix }) => fix).join('; ')}`,
    );
  return schema;
};

/** A declared retention is what shall be kept; a changed one takes effect with the next row. */
const keepRetention = async ({ sql, names, log, progress }: SchemaParts, table: Table, schema: TableSchema): Promise<void> => {
  const name = names.table(table.name);
  const wanted = ttlSql(table, names, unitOf(schema));
  if (sameTtl(schema, wanted)) return;
  log?.info({ table: name, from: schema.ttl, to: wanted }, 'the retention of a table is changed');
  await sql.query(`set the retention of ${name}`, `ALTER TABLE ${quoted(name)} SET TTL ${wanted === '' ? '0 DAYS' : wanted}`);
  await progress.caughtUp(name);
};
