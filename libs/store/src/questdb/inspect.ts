import { type EpochMs, epochMs, type Feed } from '@gexstream/domain';
import { quoted } from '../queries/checked-query.ts';
import type { Table } from '../table.ts';
import { FeedNames } from './feed-names.ts';
import type { QuestDbAddress, StoreLog } from './questdb-address.ts';
import { SqlClient } from './sql-client.ts';
import { differences, readSchema } from './table-schema.ts';
import { resumeSql } from './wal-progress.ts';

export interface QuestDbFinding {
  readonly what: string;
  /** A statement to run, or what to look at. */
  readonly fix: string;
}

export interface QuestDbReport {
  /** As the server tells it: version, Java, commit. */
  readonly build: string;
  /** The server's clock when it answered. */
  readonly serverNowMs: EpochMs;
  /** The feed's tables and views: transactions that are committed but not shown yet. */
  readonly tables: readonly { readonly name: string; readonly suspended: boolean; readonly transactionsBehind: number }[];
  readonly views: readonly { readonly name: string; readonly status: string }[];
  /** What an operator must mend; empty when all is well. */
  readonly findings: readonly QuestDbFinding[];
}

/**
 * Looks at a feed's tables on a connection of its own, and holds them against the declarations given; a user who may only read will do.
 * Rejects with `STORE_FAILED`.
 */
export const inspectQuestDb = async (
  address: QuestDbAddress & { readonly feed: Feed },
  declared: readonly Table[] = [],
): Promise<QuestDbReport> => {
  const names = new FeedNames(address.feed);
  const sql = new SqlClient(address, undefined, 1);
  try {
    const [server] = await sql.query('ask for the build', 'SELECT build(), now()');
    const tables = await suspendedAndBehind(sql, names);
    const views = await viewStates(sql, names);
    const suspended = tables.filter((table) => table.suspended).map(({ name, error }) => suspendedFinding(name, error));
    const invalid = views.filter((view) => view.status === 'invalid').map(({ name, reason }) => invalidFinding(name, reason));
    return {
      build: String(server?.[0]),
      serverNowMs: epochMs(server?.[1] as number),
      tables: tables.map(({ name, suspended, transactionsBehind }) => ({ name, suspended, transactionsBehind })),
      views: views.map(({ name, status }) => ({ name, status })),
      findings: [...suspended, ...invalid, ...(await schemaFindings(sql, names, declared)), ...(await autoCreateFindings(sql))],
    };
  } finally {
    await sql.close();
  }
};

const suspendedFinding = (name: string, error: string): QuestDbFinding => ({
  what: `table ${name} is suspended${error === '' ? '' : `: ${error}`}; what is written is kept but not shown`,
  fix: `mend the cause, then ${resumeSql(name)}`,
});

const invalidFinding = (name: string, reason: string): QuestDbFinding => ({
  what: `view ${name} is not kept up: ${reason}`,
  fix: `REFRESH MATERIALIZED VIEW ${quoted(name)} FULL`,
});

/** One, however many: they are made together. */
const missingFinding = (names: readonly string[]): QuestDbFinding => ({
  what: names.length === 1 ? `table ${names[0]} is missing` : `tables ${names.join(', ')} are missing`,
  fix: 'start history, which makes what is missing: npx gex run history',
});

const schemaFindings = async (
  sql: SqlClient,
  names: FeedNames,
  declared: readonly Table[],
): Promise<readonly QuestDbFinding[]> => {
  const missing: string[] = [];
  const findings: QuestDbFinding[] = [];
  for (const table of declared) {
    const name = names.table(table.name);
    const schema = await readSchema(sql, name);
    if (schema === null) missing.push(name);
    else findings.push(...differences(table, name, schema).map(({ says, fix }) => ({ what: `table ${name}: ${says}`, fix })));
  }
  return missing.length === 0 ? findings : [missingFinding(missing), ...findings];
};

/** With these on, a column that was dropped by mistake would silently come back as another type. */
const autoCreateFindings = async (sql: SqlClient): Promise<readonly QuestDbFinding[]> => {
  const found = await sql.query(
    'look at the settings',
    "SELECT property_path FROM (SHOW PARAMETERS) WHERE property_path LIKE 'line.auto.create.new.%' AND value = 'true' ORDER BY property_path",
  );
  return found.map(([path]) => ({
    what: `the server makes what is misspelt: ${String(path)} is on`,
    fix: `set ${String(path)}=false in server.conf and restart QuestDB`,
  }));
};

/** Views that stand still are no reason to stop: they are only said. */
export const reportInvalidViews = async (sql: SqlClient, names: FeedNames, log: StoreLog | undefined): Promise<void> => {
  for (const { name, status, reason } of await viewStates(sql, names))
    if (status === 'invalid') log?.warn({ view: name, ...invalidFinding(name, reason) }, 'a materialized view is not kept up');
};

const suspendedAndBehind = async (sql: SqlClient, names: FeedNames) => {
  const rows = await sql.query(
    'look at the logs of the tables',
    'SELECT name, suspended, writerTxn, sequencerTxn, errorTag, errorMessage FROM wal_tables() ORDER BY name',
  );
  return rows
    .filter(([name]) => String(name).startsWith(names.prefix))
    .map(([name, suspended, applied, committed, tag, message]) => ({
      name: String(name),
      suspended: suspended === true,
      transactionsBehind: Number(committed) - Number(applied),
      error: [tag, message].filter((part) => part !== null && part !== '').join(': '),
    }));
};

const viewStates = async (sql: SqlClient, names: FeedNames) => {
  const rows = await sql.query(
    'look at the views',
    'SELECT view_name, view_status, invalidation_reason FROM materialized_views() ORDER BY view_name',
  );
  return rows
    .filter(([name]) => String(name).startsWith(names.prefix))
    .map(([name, status, reason]) => ({ name: String(name), status: String(status), reason: String(reason ?? '') }));
};
