import type { DuckDBConnection, DuckDBListValue, DuckDBValue } from '@duckdb/node-api';
import type { EpochMs } from '@gexstream/domain/time';
import { StoreError } from '../errors.ts';
import { type AnyWhere, quoted } from '../queries/checked-query.ts';
import { checkRows, type Row } from '../rows/check-rows.ts';
import { lastOfEqualKeys } from '../rows/last-of-equal-keys.ts';
import type { RangeOptions, Sample, SampleOptions, Store, Where } from '../store.ts';
import type { RowOf, Table } from '../table.ts';
import { appendRows } from './append-rows.ts';
import { ConnectionPool } from './connection-pool.ts';
import { type DeclaredTable, declarationsTableSql, declareTable } from './declare-table.ts';
import { type OpenInstance, openInstance } from './open-instance.ts';
import { Parameters, type Query } from './parameters.ts';
import { countQuery, latestQuery, rangeQuery } from './row-queries.ts';
import { sampleQuery, samplesOf } from './sample-query.ts';

export interface DuckDbStoreOptions {
  /** A file, made when missing (its folder must be there), or `:memory:`. */
  readonly path: string;
  /** What DuckDB may use for buffers and queries; beyond it work spills to disk or fails. 256 unless told. */
  readonly memoryLimitMb?: number;
}

const readConnections = 2;
const dayMs = 86_400_000;

/**
 * A store in one file, for one process. Rejects with `STORE_LOCKED` while another has it open. What `append` acknowledged survives a
 * kill of the process at any moment.
 */
export const openDuckDbStore = async ({ path, memoryLimitMb = 256 }: DuckDbStoreOptions): Promise<Store> => {
  const opened = await openInstance(path, memoryLimitMb);
  try {
    const writer = await opened.instance.connect();
    await writer.run(declarationsTableSql);
    const readers = await Promise.all(Array.from({ length: readConnections }, () => opened.instance.connect()));
    return new DuckDbStore(path, opened, new ConnectionPool([writer]), new ConnectionPool(readers));
  } catch (error) {
    opened.close();
    throw failure(path, 'open', error);
  }
};

class DuckDbStore implements Store {
  readonly #path: string;
  readonly #opened: OpenInstance;
  readonly #writer: ConnectionPool;
  readonly #readers: ConnectionPool;
  readonly #declared = new Map<string, DeclaredTable>();
  #closing: Promise<void> | undefined;

  constructor(path: string, opened: OpenInstance, writer: ConnectionPool, readers: ConnectionPool) {
    this.#path = path;
    this.#opened = opened;
    this.#writer = writer;
    this.#readers = readers;
  }

  async declareTables(tables: readonly Table[]): Promise<void> {
    const declared = await this.#write('declare tables', async (connection) => {
      const made: DeclaredTable[] = [];
      for (const table of tables) made.push(await declareTable(connection, table));
      return made;
    });
    for (const each of declared) {
      const known = this.#declared.get(each.table.name);
      // A write that waits may hold the known one: it stays, so that there is one count of the newest row.
      if (known === undefined) this.#declared.set(each.table.name, each);
      else known.table = each.table;
    }
  }

  async append<T extends Table>(table: T, rows: readonly RowOf<T>[]): Promise<void> {
    this.#assertOpen();
    const declared = this.#declaredAs(table);
    const distinct = lastOfEqualKeys(table, checkRows(table, rows));
    if (distinct.length === 0) return;
    await this.#write(`append to ${table.name}`, (connection) => appendRows(connection, declared, distinct));
  }

  async latest<T extends Table>(table: T, where?: Where<T>): Promise<readonly RowOf<T>[]> {
    this.#assertOpen();
    this.#declaredAs(table);
    return this.#rows(table, latestQuery(table, where as AnyWhere | undefined));
  }

  async range<T extends Table>(table: T, options: RangeOptions<T>): Promise<readonly RowOf<T>[]> {
    this.#assertOpen();
    this.#declaredAs(table);
    const newestFirst = await this.#rows(table, rangeQuery(table, options as RangeOptions<Table>));
    return newestFirst.toReversed();
  }

  async sample<T extends Table>(table: T, options: SampleOptions<T>): Promise<readonly Sample[]> {
    this.#assertOpen();
    this.#declaredAs(table);
    const asked = options as SampleOptions<Table>;
    return samplesOf(asked, await this.#read(`sample ${table.name}`, sampleQuery(table, asked)));
  }

  async count<T extends Table>(table: T, where?: Where<T>): Promise<number> {
    this.#assertOpen();
    this.#declaredAs(table);
    const rows = await this.#read(`count ${table.name}`, countQuery(table, where as AnyWhere | undefined));
    return rows[0]?.[0] as number;
  }

  async trim(now: EpochMs): Promise<void> {
    await this.#write('trim', async (connection) => {
      for (const { table } of this.#declared.values()) {
        const parameters = new Parameters();
        const oldest = parameters.bind('timestamp', Math.floor(now - table.retentionDays * dayMs));
        const sql = `DELETE FROM ${quoted(table.name)} WHERE ${quoted(table.timestamp)} < ${oldest}`;
        await connection.run(sql, parameters.values, parameters.types);
      }
    });
  }

  close(): Promise<void> {
    this.#closing ??= (async () => {
      // On a thread of DuckDB's; left to the closing of the file it would hold up the process. Where it fails, the log of writes stays.
      await this.#writer.use((connection) => connection.run('CHECKPOINT')).catch(() => undefined);
      await Promise.all([this.#writer.close(), this.#readers.close()]);
      this.#opened.close();
    })();
    return this.#closing;
  }

  /** One transaction on the one writing connection. */
  async #write<T>(what: string, work: (connection: DuckDBConnection) => Promise<T>): Promise<T> {
    this.#assertOpen();
    return this.#writer.use(async (connection) => {
      try {
        await connection.run('BEGIN TRANSACTION');
        const result = await work(connection);
        await connection.run('COMMIT');
        return result;
      } catch (error) {
        // A failed commit has ended the transaction already: then there is nothing to roll back.
        await connection.run('ROLLBACK').catch(() => undefined);
        throw failure(this.#path, what, error);
      }
    });
  }

  async #read(what: string, { sql, parameters }: Query): Promise<readonly (readonly DuckDBValue[])[]> {
    return this.#readers.use(async (connection) => {
      try {
        return (await connection.runAndReadAll(sql, parameters.values, parameters.types)).getRows();
      } catch (error) {
        throw failure(this.#path, what, error);
      }
    });
  }

  async #rows<T extends Table>(table: T, query: Query): Promise<readonly RowOf<T>[]> {
    const columns = Object.entries(table.columns);
    const rows = await this.#read(`read ${table.name}`, query);
    return rows.map((values) => {
      const row: Record<string, Row[string]> = {};
      columns.forEach(([name, column], index) => {
        const value = values[index] as Row[string] | DuckDBListValue;
        row[name] =
          column.type === 'doubles' && value !== null ? ((value as DuckDBListValue).items as number[]) : (value as Row[string]);
      });
      return row as RowOf<T>;
    });
  }

  #assertOpen(): void {
    if (this.#closing !== undefined) throw new StoreError('STORE_CLOSED', `the store ${this.#path} is closed`);
  }

  #declaredAs(table: Table): DeclaredTable {
    const declared = this.#declared.get(table.name);
    if (declared === undefined || (declared.table !== table && declared.table.columns !== table.columns))
      throw new StoreError(
        'STORE_UNKNOWN_TABLE',
        `table ${table.name} was not declared to this store: call declareTables with it first`,
      );
    return declared;
  }
}

/** After some failures (a full disk during a checkpoint) DuckDB refuses everything until the file is opened anew: no retry mends that. */
const invalidated = /^FATAL|database has been invalidated/;

const failure = (path: string, what: string, error: unknown): StoreError => {
  if (error instanceof StoreError) return error;
  const said = error instanceof Error ? error.message : String(error);
  return invalidated.test(said)
    ? new StoreError(
        'STORE_CLOSED',
        `${path}: DuckDB gave the file up; close the store, free what it lacks, open it again: ${said}`,
        error,
      )
    : new StoreError('STORE_FAILED', `${path}: cannot ${what}: ${said}`, error);
};
