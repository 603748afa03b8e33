import { mkdtemp, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { appendColumns } from '../duckdb/append-rows.ts';
import { columnsSql } from '../duckdb/declare-table.ts';
import { quoted } from '../queries/checked-query.ts';
import type { Row } from '../rows/check-rows.ts';
import type { Column, Table } from '../table.ts';
import type { RowFile } from './row-file.ts';

/** For DuckDB's buffers: some row groups and what the file's checkpoints need. */
const memoryMb = 384;

/**
 * Gathers the rows in a DuckDB file in a folder beside the target, and copies them out at the end: DuckDB writes Parquet from a query only,
 * and a database in memory would have to hold them all (its tables do not spill).
 */
export const parquetFile = async (table: Table, path: string): Promise<RowFile> => {
  const folder = await mkdtemp(join(dirname(path), '.export-'));
  const instance = await DuckDBInstance.create(join(folder, 'rows.duckdb'), {
    memory_limit: `${memoryMb}MB`,
    threads: '1',
    temp_directory: folder,
    autoinstall_known_extensions: 'false',
    autoload_known_extensions: 'false',
  });
  const connection = await instance.connect();
  const columns = Object.keys(table.columns);
  await connection.run(`CREATE TABLE ${quoted(table.name)} (${columnsSql(table, columns)})`);
  let complete = true;
  return {
    append: async (rows: readonly Row[]) => {
      complete = false;
      // One commit a call: each of the appender's own would be a flush of the disk.
      await connection.run('BEGIN TRANSACTION');
      await appendColumns(connection, table, table.name, columns, rows);
      await connection.run('COMMIT');
      complete = true;
    },
    close: async () => {
      try {
        if (complete)
          await connection.run(
            `COPY (SELECT * FROM ${quoted(table.name)}) TO ${text(path)} (FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE ${rowGroupRows(table)}, KV_METADATA {${metadata(table)}})`,
          );
      } finally {
        connection.disconnectSync();
        instance.closeSync();
        await rm(folder, { recursive: true, force: true });
      }
    },
    describe: async () => undefined,
  };
};

/** A row group is held in memory while it is written: with lists, a row is some tens of kilobytes. */
const rowGroupRows = (table: Table): number =>
  Object.values<Column>(table.columns).some(({ type }) => type === 'doubles') ? 512 : 61_440;

const metadata = (table: Table): string =>
  Object.entries(table.columns)
    .map(([name, { type, unit, doc }]) => `${text(`column ${name}`)}: ${text(`${type === 'timestamp' ? 'UTC' : unit}: ${doc}`)}`)
    .join(', ');

const text = (value: string): string => `'${value.replaceAll("'", "''")}'`;
