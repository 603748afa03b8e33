import type { Clock, EpochMs, Feed } from '@gexstream/domain';
import { StoreError } from '../errors.ts';
import type { AnyWhere } from '../queries/checked-query.ts';
import { checkRows } from '../rows/check-rows.ts';
import type { RangeOptions, Sample, SampleOptions, Store, Where } from '../store.ts';
import type { RowOf, Table } from '../table.ts';
import { checkSchema, declareTable, type SchemaParts } from './declare-tables.ts';
import { FeedNames } from './feed-names.ts';
import { reportInvalidViews } from './inspect.ts';
import { LineEndpoint } from './line-endpoint.ts';
import { MigrationLog } from './migration-log.ts';
import { migrations } from './migrations.ts';
import type { QuestDbAddress, StoreLog } from './questdb-address.ts';
import { countQuery, latestQuery, type Query, rangeQuery } from './row-queries.ts';
import { sampleQuery, samplesOf } from './sample-query.ts';
import { SqlClient, type SqlRow, wasAnswered } from './sql-client.ts';
import { type Quarantine, TableWriter } from './table-writer.ts';
import { WalProgress } from './wal-progress.ts';

export interface QuestDbStoreOptions extends QuestDbAddress {
  /** Its name begins the name of every table, so that feeds never mix. */
  readonly feed: Feed;
  readonly clock: Clock;
  readonly log?: StoreLog;
  /** Takes rows that cannot be stored, the others of the call are kept. Without it such a row is `STORE_BAD_ROW`, and nothing of the call is kept. */
  readonly onQuarantined?: Quarantine;
  /** A server that is not reached is no reason to reject at once: each call finds out for itself. One that refuses user or password is. */
  readonly mayBeAway?: boolean;
  /** `declareTables` only compares: nothing is made or altered, and a table that is missing is refused as one that differs. */
  readonly looksOnly?: boolean;
}

interface DeclaredTable {
  table: Table;
  readonly name: string;
  readonly writer: TableWriter;
}

/** A store in QuestDB, for any number of processes. Rejects with `STORE_FAILED` where it does not answer, unless it may be away. */
export const openQuestDbStore = async (options: QuestDbStoreOptions): Promise<Store> => {
  const names = new FeedNames(options.feed);
  const sql = new SqlClient(options, options.log);
  try {
    await sql.query('connect', 'SELECT 1');
  } catch (error) {
    if (!options.mayBeAway || wasAnswered(error)) {
      await sql.close();
      throw error;
    }
  }
  return new QuestDbStore(options, names, sql);
};

class QuestDbStore implements Store {
  readonly #sql: SqlClient;
  readonly #names: FeedNames;
  readonly #schema: SchemaParts;
  readonly #looksOnly: boolean;
  readonly #progress: WalProgress;
  readonly #endpoint: LineEndpoint;
  readonly #onQuarantined: Quarantine | undefined;
  readonly #declared = new Map<string, DeclaredTable>();
  readonly #underWay = new Set<Promise<unknown>>();
  #closing: Promise<void> | undefined;

  constructor(options: QuestDbStoreOptions, names: FeedNames, sql: SqlClient) {
    this.#sql = sql;
    this.#names = names;
    this.#progress = new WalProgress(sql, options.clock);
    this.#endpoint = new LineEndpoint(options);
    this.#onQuarantined = options.onQuarantined;
    this.#looksOnly = options.looksOnly ?? false;
    const migrationLog = new MigrationLog(sql, this.#progress, options.clock, names);
    this.#schema = { sql, progress: this.#progress, names, log: options.log, migrationLog, migrations };
  }

  declareTables(tables: readonly Table[]): Promise<void> {
    return this.#during(async () => {
      for (const table of tables) await (this.#looksOnly ? checkSchema : declareTable)(this.#schema, table);
      for (const table of tables) this.#declare(table);
      await reportInvalidViews(this.#sql, this.#names, this.#schema.log);
    });
  }

  append<T extends Table>(table: T, rows: readonly RowOf<T>[]): Promise<void> {
    return this.#during(async () => {
      const { writer } = this.#declaredAs(table);
      const checked = checkRows(table, rows);
      if (checked.length > 0) await writer.write(checked);
    });
  }

  latest<T extends Table>(table: T, where?: Where<T>): Promise<readonly RowOf<T>[]> {
    return this.#during(async () =>
      this.#rows(table, latestQuery(table, this.#declaredAs(table).name, where as AnyWhere | undefined)),
    );
  }

  range<T extends Table>(table: T, options: RangeOptions<T>): Promise<readonly RowOf<T>[]> {
    return this.#during(async () => {
      const { name } = this.#declaredAs(table);
      return (await this.#rows(table, rangeQuery(table, name, options as RangeOptions<Table>))).toReversed();
    });
  }

  sample<T extends Table>(table: T, options: SampleOptions<T>): Promise<readonly Sample[]> {
    return this.#during(async () => {
      const { name } = this.#declaredAs(table);
      const asked = options as SampleOptions<Table>;
      return samplesOf(table, asked, await this.#read(`sample ${name}`, sampleQuery(table, name, asked)));
    });
  }

  count<T extends Table>(table: T, where?: Where<T>): Promise<number> {
    return this.#during(async () => {
      const { name } = this.#declaredAs(table);
      const rows = await this.#read(`count ${name}`, countQuery(table, name, where as AnyWhere | undefined));
      return rows[0]?.[0] as number;
    });
  }

  /** Nothing to do: the server drops partitions by the age each table was made with. */
  trim(_now: EpochMs): Promise<void> {
    return this.#during(async () => undefined);
  }

  close(): Promise<void> {
    this.#closing ??= (async () => {
      await Promise.allSettled(this.#underWay);
      this.#endpoint.close();
      await this.#sql.close();
    })();
    return this.#closing;
  }

  #declare(table: Table): void {
    const known = this.#declared.get(table.name);
    if (known !== undefined) {
      known.table = table;
      return;
    }
    const name = this.#names.table(table.name);
    const writer = new TableWriter({
      table,
      name,
      endpoint: this.#endpoint,
      progress: this.#progress,
      onQuarantined: this.#onQuarantined,
      checkSchema: async () => void (await checkSchema(this.#schema, table)),
    });
    this.#declared.set(table.name, { table, name, writer });
  }

  /** Closing waits for it. */
  #during<T>(work: () => Promise<T>): Promise<T> {
    if (this.#closing !== undefined)
      return Promise.reject(new StoreError('STORE_CLOSED', `the store of feed ${this.#names.feed} is closed`));
    const underWay = work();
    this.#underWay.add(underWay);
    const done = (): void => void this.#underWay.delete(underWay);
    underWay.then(done, done);
    return underWay;
  }

  #read(what: string, { sql, values }: Query): Promise<readonly SqlRow[]> {
    return this.#sql.query(what, sql, values);
  }

  async #rows<T extends Table>(table: T, query: Query): Promise<readonly RowOf<T>[]> {
    const columns = Object.keys(table.columns);
    const rows = await this.#read(`read ${this.#names.table(table.name)}`, query);
    return rows.map((values) => Object.fromEntries(columns.map((name, index) => [name, values[index]])) as RowOf<T>);
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
