import { expect, test } from 'vitest';
import { UsageError } from '../usage-error.ts';
import { commands } from './index.ts';

/** The first test of a command loads all that it imports. */
const loadMsMax = 60_000;

test.each([
  ['topics', ['delete'], /list .* or apply; got "delete"/],
  ['dead-letters', ['redrive'], /--from, --reason or --offset .* or --all/],
  ['dead-letters', ['--offset', 'x'], /number of a letter.*"x"/],
  ['doctor', ['all'], /takes no "all"/],
  ['export', ['nothing'], /one of: gex_levels/],
  ['export', ['gex_levels'], /--from and --to/],
  ['export', ['gex_levels', '--from', '2026-11-20', '--to', 'noon'], /--to .*"noon"/],
  ['export', ['gex_levels', '--from', '2026-02-30', '--to', '2026-03-01'], /--from: there is no day 2026-02-30/],
  ['export', ['gex_levels', '--from', '2026-11-20', '--to', '2026-11-20'], /not before/],
  ['export', ['gex_levels', '--from', '2026-11-20', '--to', '2026-11-21', '--format', 'xls'], /parquet or csv; got "xls"/],
  ['tail', ['levels', '--kafka', 'localhost'], /--kafka .*host:port.*"localhost"/],
  ['record', ['--for', '1h'], /takes the file to make first/],
  ['record', ['day.rec', '--for', '1 day'], /--for takes a time such as 90s, 30m or 6.5h; got "1 day"/],
  ['record', ['day.rec', '--for'], /--for .*got ""/],
  ['record', ['day.rec', '--replay', 'other.rec'], /--record does not go with --replay/],
  ['record', ['day.rec', '--kafka', 'localhost:9092'], /gex run ingest --record FILE/],
  ['start', ['--speed', 'max'], /--speed goes with --replay FILE/],
  ['start', ['--replay', 'day.rec', '--speed', '0'], /--speed takes max, or a number above 0 up to 1000; got "0"/],
  ['start', ['--replay', 'day.rec', '--carry', '0.04,0.01'], /--carry does not go with --replay: the recording says what ran/],
  ['keys', ['make', 'ann'], /add NAME, list or revoke NAME; got "make ann"/],
  ['keys', ['add'], /add takes one NAME/],
  ['keys', ['add', 'ann', 'bob'], /add takes one NAME .*got "ann bob"/],
  ['keys', ['add', '../ann'], /one NAME of letters.*"\.\.\/ann"/],
  ['keys', ['add', 'ann', '--scope', 'root'], /--scope takes one of read, trade, admin; got "root"/],
  ['keys', ['add', 'ann', '--user', 'a b'], /--user takes letters.*"a b"/],
  ['snapshot', ['--every', 'minute'], /--every takes seconds, 1 to 86400; got "minute"/],
  ['snapshot', ['--every'], /--every takes seconds.*got ""/],
  ['snapshot', ['--out'], /--out takes a file/],
  ['snapshot', ['--replay', 'day.rec'], /takes no --replay/],
  ['snapshot', ['--out', '/no/such/folder/gex.json'], /--out: cannot write \/no\/such\/folder\/gex.json: ENOENT/],
  ['scan', [], /takes now; got nothing/],
  ['scan', ['later'], /takes now; got "later"/],
  ['scan', ['now', '--limit', '0'], /--limit takes .* 1 to 10000; got "0"/],
  ['scan', ['now', '--scan', 'S;X'], /--scan takes a list of symbols/],
  ['scan', ['now', '--replay', 'day.rec'], /takes no --replay/],
  ['levels', ['chain.csv', '--model', 'volume_signed'], /--model volume_signed signs live trades.*naive, all_short/],
  ['book', ['SPX', 'SPY'], /takes one SYMBOL/],
  ['book', ['SPX', '--as-of', '2026-11-20T10:00'], /--as-of takes an ISO moment with its zone/],
  ['status', ['--feed', 'Sim'], /--feed .*"Sim"/],
])(
  'gex %s %j names what is wrong',
  async (name, args, expected) => {
    const { run } = await commands[name]!.load();
    const failed = await run(args).catch((error: unknown) => error);
    expect(failed).toBeInstanceOf(UsageError);
    expect((failed as UsageError).message).toMatch(expected);
  },
  loadMsMax,
);
