import { createHash } from 'node:crypto';
import { type Clock, isoTime } from '@gexstream/domain';
import { StoreError } from '../errors.ts';
import { quoted } from '../queries/checked-query.ts';
import type { FeedNames } from './feed-names.ts';
import type { Migration } from './migrations.ts';
import type { SqlClient } from './sql-client.ts';
import { readSchema } from './table-schema.ts';
import type { WalProgress } from './wal-progress.ts';

/** About four seconds in all: longer than a neighbour takes for a step. */
const attemptsMax = 6;
const waitMs = 250;

/** What was done to a feed's tables, when: `schema_migrations`, one row per step. */
export class MigrationLog {
  readonly #sql: SqlClient;
  readonly #progress: WalProgress;
  readonly #clock: Clock;
  readonly #names: FeedNames;
  readonly #name: string;

  constructor(sql: SqlClient, progress: WalProgress, clock: Clock, names: FeedNames) {
    this.#sql = sql;
    this.#progress = progress;
    this.#clock = clock;
    this.#names = names;
    this.#name = names.table('schema_migrations');
  }

  /** Runs what the table has not seen yet; whether that was anything. A step that was edited since it ran is `STORE_TABLE_DIFFERS`. */
  async migrate(migrations: readonly Migration[], table: string, isNew: boolean): Promise<boolean> {
    const own = migrations.filter((migration) => migration.table === table);
    if (own.length === 0) return false;
    let ran = false;
    const done = await this.#done();
    for (const migration of own) {
      const statements = migration.statements(this.#names);
      const checksum = createHash('sha256').update(statements.join(';\n')).digest('hex');
      const before = done.get(migration.name);
      if (before === undefined) {
        if (!isNew || migration.onNewTable === 'run')
          for (const [at, statement] of statements.entries()) await this.#run(migration, statement, migration.adds?.[at]);
        await this.record(migration.name, checksum);
        ran = true;
      } else if (before !== checksum) {
        throw new StoreError(
          'STORE_TABLE_DIFFERS',
          `migration ${migration.name} of feed ${this.#names.feed} is not what was run before: restore it, and put the change into a migration after it`,
        );
      }
    }
    return ran;
  }

  /**
   * A process that starts at the same moment may be at the same step, and QuestDB refuses one of two changes of a table's structure: then the
   * column is there in a moment, or it is tried again.
   */
  async #run({ name, table }: Migration, statement: string, column: string | undefined): Promise<void> {
    for (let attempt = 1; ; attempt++) {
      if (column !== undefined && (await this.#hasColumn(table, column))) return;
      try {
        await this.#sql.query(`run migration ${name}`, statement);
        return;
      } catch (error) {
        if (attempt === attemptsMax) throw error;
        await new Promise<void>((resolve) => this.#clock.after(attempt * waitMs, resolve));
      }
    }
  }

  async #hasColumn(table: string, column: string): Promise<boolean> {
    return (await readSchema(this.#sql, this.#names.table(table)))?.columns.has(column) === true;
  }

  async record(name: string, checksum: string): Promise<void> {
    const at = isoTime(this.#clock.now());
    await this.#make();
    await this.#sql.query(
      `record ${name}`,
      `INSERT INTO ${quoted(this.#name)} (applied_at, name, checksum) VALUES ($1, $2, $3)`,
      [at, name, checksum],
    );
    await this.#progress.caughtUp(this.#name);
  }

  async #done(): Promise<ReadonlyMap<string, string>> {
    const there = await this.#sql.query('look for migrations', 'SELECT 1 FROM tables() WHERE table_name = $1', [this.#name]);
    if (there.length === 0) return new Map();
    const rows = await this.#sql.query('read migrations', `SELECT name, checksum FROM ${quoted(this.#name)} ORDER BY applied_at`);
    return new Map(rows.map(([name, checksum]) => [String(name), String(checksum)]));
  }

  #make(): Promise<unknown> {
    return this.#sql.query(
      'make the table of migrations',
      `CREATE TABLE IF NOT EXISTS ${quoted(this.#name)} (applied_at TIMESTAMP, name VARCHAR, checksum VARCHAR) TIMESTAMP(applied_at) PARTITION BY YEAR WAL DEDUP UPSERT KEYS(applied_at, name)`,
    );
  }
}
