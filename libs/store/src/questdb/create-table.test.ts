import { expect, test } from 'vitest';
import { type Table, table } from '../table.ts';
import { createTableSql } from './create-table.ts';
import { FeedNames } from './feed-names.ts';
import { createLevelViewsSql } from './level-views.ts';
import { differences, sameTtl, type TableSchema } from './table-schema.ts';

const doc = { unit: '1', doc: 'd' } as const;
const flows = table({
  name: 'flows',
  doc: 'f',
  timestamp: 'at',
  key: ['contract', 'seq'],
  retentionDays: 30,
  columns: {
    at: { type: 'timestamp', ...doc },
    contract: { type: 'symbol', capacity: 20_000, ...doc },
    side: { type: 'symbol', ...doc },
    seq: { type: 'long', ...doc },
    note: { type: 'text', nullable: true, ...doc },
    'two words': { type: 'doubles', ...doc },
  },
});
const sim = new FeedNames('sim');
const replay = new FeedNames('replay-2026-11-20');

test('a table has its timestamp, types, dictionary sizes, age limit and key', () => {
  expect(createTableSql(flows, sim)).toBe(
    'CREATE TABLE IF NOT EXISTS "sim_flows" ("at" TIMESTAMP, "contract" SYMBOL CAPACITY 32768, "side" SYMBOL, "seq" LONG, "note" VARCHAR, "two words" DOUBLE[]) ' +
      'TIMESTAMP("at") PARTITION BY DAY TTL 30 DAYS WAL DEDUP UPSERT KEYS("at", "contract", "seq")',
  );
});

test('a table that grows slowly is cut by months, and keeps no less than its retention; one kept for a month forgets to the day', () => {
  const slow = (retentionDays: number): string => createTableSql({ ...flows, rowsPerDay: 100, retentionDays }, sim);
  expect(slow(730)).toContain('PARTITION BY MONTH TTL 24 MONTHS');
  expect(slow(70)).toContain('PARTITION BY MONTH TTL 3 MONTHS');
  expect(slow(30)).toContain('PARTITION BY DAY TTL 30 DAYS');
});

test('a replayed feed never forgets, neither tables nor views', () => {
  for (const sql of [createTableSql(flows, replay), ...createLevelViewsSql(replay)]) expect(sql).not.toContain('TTL');
  for (const sql of createLevelViewsSql(sim)) expect(sql).toContain('PARTITION BY MONTH TTL 24 MONTHS');
});

const schemaOf = (of: Table, change: Partial<TableSchema> = {}): TableSchema => {
  const types = {
    timestamp: 'TIMESTAMP',
    symbol: 'SYMBOL',
    text: 'VARCHAR',
    double: 'DOUBLE',
    long: 'LONG',
    boolean: 'BOOLEAN',
    doubles: 'DOUBLE[]',
  };
  const keys = new Set([of.timestamp, ...of.key]);
  return {
    timestamp: of.timestamp,
    partitionBy: 'DAY',
    ttl: { value: 30, unit: 'DAY' },
    wal: true,
    dedup: true,
    columns: new Map(
      Object.entries(of.columns).map(([name, { type }]) => [name, { type: types[type], upsertKey: keys.has(name) }]),
    ),
    ...change,
  };
};

test('the table that was declared differs in nothing, however it is cut and whatever its columns’ order', () => {
  const turned = new Map([...schemaOf(flows).columns].reverse());
  expect(differences(flows, 'sim_flows', schemaOf(flows, { partitionBy: 'MONTH', columns: turned }))).toEqual([]);
});

test('each difference names what is declared, what is there, and a fix', () => {
  const columns = new Map(schemaOf(flows).columns);
  columns.delete('note');
  columns.set('seq', { type: 'INT', upsertKey: false });
  expect(differences(flows, 'sim_flows', schemaOf(flows, { columns, wal: false }))).toEqual([
    { says: 'the write-ahead log is declared as on, the server has off', fix: 'ALTER TABLE "sim_flows" SET TYPE WAL' },
    {
      says: 'the key is declared as at, contract, seq, the server has at, contract',
      fix: 'ALTER TABLE "sim_flows" DEDUP ENABLE UPSERT KEYS("at", "contract", "seq")',
    },
    { says: 'column "seq" is declared as LONG, the server has INT', fix: 'ALTER TABLE "sim_flows" ALTER COLUMN "seq" TYPE LONG' },
    {
      says: 'column "note" is declared as VARCHAR, the server has none',
      fix: 'ALTER TABLE "sim_flows" ADD COLUMN "note" VARCHAR',
    },
  ]);
  expect(differences(flows, 'sim_flows', schemaOf(flows, { dedup: false }))[0]?.says).toContain('the server has none');
});

test('age limits are compared by their length, in whatever unit the server tells them', () => {
  const ttl = (value: number, unit: string): TableSchema => schemaOf(flows, { ttl: { value, unit } });
  expect(sameTtl(ttl(2, 'YEAR'), '24 MONTHS')).toBe(true);
  expect(sameTtl(ttl(2, 'WEEK'), '14 DAYS')).toBe(true);
  expect(sameTtl(ttl(0, 'HOUR'), '')).toBe(true);
  expect(sameTtl(ttl(30, 'DAY'), '31 DAYS')).toBe(false);
  expect(sameTtl(ttl(30, 'DAY'), '')).toBe(false);
  expect(sameTtl(ttl(0, 'HOUR'), '30 DAYS')).toBe(false);
});

test('two feeds never name the same table', () => {
  for (const feed of ['sim_a', 'SIM', 'sim-é', '', 'sim a', `sim-${'x'.repeat(80)}`])
    expect(() => new FeedNames(feed as 'sim')).toThrow(/cannot name tables/);
  expect(replay.table('flows')).toBe('replay-2026-11-20_flows');
});
