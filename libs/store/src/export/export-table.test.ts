import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { epochMs } from '@gexstream/domain/time';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openDuckDbStore } from '../duckdb/index.ts';
import type { RangeOptions, Store } from '../store.ts';
import { type RowOf, table } from '../table.ts';
import { type ExportProgress, exportTable } from './export-table.ts';

const notes = table({
  name: 'notes',
  doc: 'n',
  timestamp: 'at',
  key: ['who'],
  retentionDays: 1,
  columns: {
    at: { type: 'timestamp', unit: 'epoch ms', doc: 'when' },
    who: { type: 'symbol', unit: 'name', doc: 'who, "quoted"' },
    amount: { type: 'double', unit: 'USD per 1 %', nullable: true, doc: "the dealer's" },
    n: { type: 'long', unit: 'number', doc: 'n' },
    sure: { type: 'boolean', unit: 'yes/no', doc: 'sure' },
    list: { type: 'doubles', unit: 'points', doc: 'strikes' },
  },
});
const begin = Date.UTC(2026, 10, 20, 14, 30);
const note = (offsetMs: number, change: Partial<RowOf<typeof notes>> = {}): RowOf<typeof notes> => ({
  at: begin + offsetMs,
  who: 'a',
  amount: 1.5,
  n: 7,
  sure: true,
  list: [1, 2.5],
  ...change,
});
const span = { from: epochMs(begin), to: epochMs(begin + 86_400_000) };

let folder = '';
let store: Store;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gexstream-export-'));
  store = await openDuckDbStore({ path: ':memory:' });
  await store.declareTables([notes]);
});
afterEach(async () => {
  await store.close();
  await rm(folder, { recursive: true });
});
const path = (): string => join(folder, 'out');

const inParquet = async (sql: string): Promise<unknown[][]> => {
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  const rows = (await connection.runAndReadAll(sql)).getRowsJS();
  connection.disconnectSync();
  instance.closeSync();
  return rows as unknown[][];
};

test('a CSV has a header, UTC times, lists as JSON, and tells null from an empty text', async () => {
  await store.append(notes, [note(250, { who: 'a,"b"', amount: null, sure: false, list: [] }), note(0), note(500, { who: '' })]);
  const result = await exportTable(store, notes, { ...span, format: 'csv', path: path() });
  expect(await readFile(path(), 'utf8')).toBe(
    [
      'at,who,amount,n,sure,list',
      '2026-11-20T14:30:00.000Z,a,1.5,7,true,"[1,2.5]"',
      '2026-11-20T14:30:00.250Z,"a,""b""",,7,false,[]',
      '2026-11-20T14:30:00.500Z,"",1.5,7,true,"[1,2.5]"',
      '',
    ].join('\r\n'),
  );
  expect(result).toEqual({ rows: 3, bytes: (await stat(path())).size });
});

test('beside a CSV stand the units and meanings of its columns', async () => {
  await exportTable(store, notes, { ...span, format: 'csv', path: path() });
  const columns = await readFile(`${path()}.columns.csv`, 'utf8');
  expect(columns.split('\r\n').slice(0, 4)).toEqual([
    'column,type,unit,meaning',
    'at,timestamp,"ISO 8601, UTC",when',
    'who,symbol,name,"who, ""quoted"""',
    "amount,double,USD per 1 %,the dealer's",
  ]);
});

test('a Parquet file holds the same rows by type, and its metadata the units', async () => {
  await store.append(notes, [note(250, { amount: null, list: [] }), note(0)]);
  const result = await exportTable(store, notes, { ...span, format: 'parquet', path: path() });
  expect(
    await inParquet(`SELECT epoch_ms("at")::DOUBLE, who, amount, n::DOUBLE, sure, list FROM read_parquet('${path()}')`),
  ).toEqual([
    [begin, 'a', 1.5, 7, true, [1, 2.5]],
    [begin + 250, 'a', null, 7, true, []],
  ]);
  const kept = await inParquet(`SELECT decode(key), decode(value) FROM parquet_kv_metadata('${path()}')`);
  expect(kept).toContainEqual(['column amount', "USD per 1 %: the dealer's"]);
  expect(result).toEqual({ rows: 2, bytes: (await stat(path())).size });
});

test('only rows of the span, all of them once, in chunks that stay small however the rows lie', async () => {
  // A crowd in one millisecond, a dense minute, and a lone row hours later.
  const rows = [
    note(-1),
    ...Array.from({ length: 1200 }, (_, i) => note(5, { who: `w${i}` })),
    ...Array.from({ length: 3000 }, (_, i) => note(1000 + i * 20)),
    note(8 * 3_600_000),
    note(86_400_000),
  ];
  await store.append(notes, rows);
  const asked: number[] = [];
  const watched: Store = Object.create(store, {
    range: {
      value: async (of: typeof notes, options: RangeOptions<typeof notes>) => {
        const found = await store.range(of, options);
        if (options.to - options.from > 1) asked.push(found.length);
        return found;
      },
    },
  });
  const progress: ExportProgress[] = [];
  const result = await exportTable(watched, notes, { ...span, format: 'csv', path: path(), onProgress: (p) => progress.push(p) });
  expect(result.rows).toBe(4201);
  const times = (await readFile(path(), 'utf8'))
    .split('\r\n')
    .slice(1, -1)
    .map((each) => each.slice(0, 24));
  expect(times).toEqual(times.toSorted());
  expect(Math.max(...asked)).toBeLessThanOrEqual(501);
  expect(progress.at(-1)).toEqual({ rows: 4201, until: span.to });
});

test.each(['csv', 'parquet'] as const)('of nothing is a %s file without rows', async (format) => {
  expect((await exportTable(store, notes, { ...span, format, path: path() })).rows).toBe(0);
  if (format === 'parquet') expect(await inParquet(`SELECT * FROM read_parquet('${path()}')`)).toEqual([]);
});

test.each(['csv', 'parquet'] as const)('that fails leaves the earlier %s file as it was, and nothing else', async (format) => {
  await exportTable(store, notes, { ...span, format, path: path() });
  const before = await readFile(path());
  const files = await readdir(folder);
  await store.close();
  await expect(exportTable(store, notes, { ...span, format, path: path() })).rejects.toMatchObject({ code: 'STORE_CLOSED' });
  expect(await readFile(path())).toEqual(before);
  expect(await readdir(folder)).toEqual(files);
  store = await openDuckDbStore({ path: ':memory:' });
});

test('into a folder that is not there is said', async () => {
  for (const format of ['csv', 'parquet'] as const)
    await expect(exportTable(store, notes, { ...span, format, path: join(folder, 'none', 'x') })).rejects.toMatchObject({
      code: 'STORE_FAILED',
      message: expect.stringMatching(/cannot export notes to .*none/),
    });
});
