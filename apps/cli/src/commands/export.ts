import { isoTime } from '@gexstream/domain';
import { allTables, type ExportProgress, exportTable, type Table } from '@gexstream/store';
import { openHistory } from '../compose/open-history.ts';
import { placeFlags, readSettings } from '../config.ts';
import { parseDateOrMoment } from '../parse-moment.ts';
import { readFlags } from '../read-flags.ts';
import { bytes } from '../terminal/numbers.ts';
import { UsageError } from '../usage-error.ts';
import { type Command, placeOptions } from './command.ts';

const formats = ['parquet', 'csv'] as const;

const run = async (args: readonly string[]): Promise<number> => {
  const { values, positionals } = readFlags(args, {
    ...placeFlags,
    from: { type: 'string' },
    to: { type: 'string' },
    format: { type: 'string', default: 'parquet' },
    out: { type: 'string' },
  });
  const table = tableNamed(positionals);
  const format = formats.find((each) => each === values.format);
  if (format === undefined) throw new UsageError(`--format takes parquet or csv; got "${values.format}"`);
  if (values.from === undefined || values.to === undefined)
    throw new UsageError('gex export takes --from and --to: a date (New York’s midnight), or an ISO moment with its zone');
  const from = parseDateOrMoment('--from', values.from);
  const to = parseDateOrMoment('--to', values.to);
  if (from >= to) throw new UsageError(`--from ${values.from} is not before --to ${values.to}`);
  const path = values.out ?? `${table.name}.${format}`;

  const { store, place, close } = await openHistory(readSettings(values, process.env), [table]);
  try {
    process.stderr.write(`${table.name} of ${place}\n`);
    const result = await exportTable(store, table, { from, to, format, path, onProgress: progress });
    if (process.stderr.isTTY) process.stderr.write('\n');
    process.stdout.write(`${path}: ${result.rows} rows, ${bytes(result.bytes)}\n`);
    return 0;
  } finally {
    await close();
  }
};

const tableNamed = ([name, ...more]: readonly string[]): Table => {
  const table = allTables.find((each) => each.name === name);
  if (table !== undefined && more.length === 0) return table;
  throw new UsageError(`gex export takes one TABLE, one of: ${allTables.map((each) => each.name).join(', ')}`);
};

/** One line that is written over on a terminal; elsewhere nothing but the result. */
const progress = ({ rows, until }: ExportProgress): void => {
  if (process.stderr.isTTY) process.stderr.write(`\r  ${rows} rows, until ${isoTime(until)} `);
};

export const exportCommand: Command = {
  usage: 'npx gex export TABLE --from WHEN --to WHEN [--format parquet|csv] [--out FILE] [WHERE]',
  options: [
    `TABLE           ${allTables.map(({ name }) => name).join(' ')}`,
    '--from, --to    a date (New York’s midnight) or an ISO moment with its zone; --to is exclusive',
    '--format        parquet (default; units in its metadata) or csv (units beside it, in FILE.columns.csv)',
    '--out FILE      default TABLE.FORMAT; replaced only once everything is written',
    'While the product runs on the data folder it is asked over HTTP, because the history’s file admits one process.',
    placeOptions,
  ].join('\n'),
  run,
};
