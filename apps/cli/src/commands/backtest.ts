import { availableParallelism } from 'node:os';
import { systemClock } from '@gexstream/actors';
import { epochMs, isoTime } from '@gexstream/domain';
import { placeFlags, readSettings } from '../config.ts';
import { backtest } from '../operator/backtest.ts';
import { followedRule } from '../operator/followed-rule.ts';
import { parseDateOrMoment } from '../parse-moment.ts';
import { readFlags } from '../read-flags.ts';
import { backtestJson, backtestReport } from '../terminal/backtest-report.ts';
import { progressLine } from '../terminal/progress.ts';
import { UsageError } from '../usage-error.ts';
import { type Command, placeOptions } from './command.ts';

const run = async (args: readonly string[]): Promise<number> => {
  const { values, positionals: files } = readFlags(args, {
    ...placeFlags,
    from: { type: 'string' },
    to: { type: 'string' },
    rule: { type: 'string' },
    scan: { type: 'string' },
    carry: { type: 'string' },
    threads: { type: 'string' },
    json: { type: 'boolean', default: false },
  });
  const settings = readSettings(values, process.env);
  const from = values.from === undefined ? null : parseDateOrMoment('--from', values.from);
  const to = values.to === undefined ? null : parseDateOrMoment('--to', values.to);
  if (from !== null && to !== null && to <= from) throw new UsageError('--to must be later than --from: it is not included');
  const rule = values.rule ?? null;
  // What is wrong with it is said before anything is read.
  if (rule !== null) followedRule(rule, settings.scannerSymbols);
  const threads = values.threads === undefined ? availableParallelism() : parseThreads(values.threads);
  const progress = progressLine();
  const clock = systemClock();
  const began = clock.now();
  const result = await backtest({
    place: { files, settings },
    symbols: settings.scannerSymbols,
    carry: settings.carry,
    rule,
    from: from ?? epochMs(0),
    to: to ?? epochMs(Number.MAX_SAFE_INTEGER),
    threads,
    onProgress: (at, updates) => progress.say(`${isoTime(at)}, ${updates.toLocaleString('en-US')} option updates`),
  });
  progress.end();
  const { source, events } = result;
  if (events === 0) throw new UsageError(`${source} holds no market: gex record keeps one, or npm start makes one`);
  const about = {
    source,
    from: from === null ? null : isoTime(from),
    to: to === null ? null : isoTime(to),
    rule,
    symbols: settings.scannerSymbols.length,
  };
  const report = values.json
    ? `${JSON.stringify(backtestJson(result, about))}\n`
    : backtestReport(result, about, clock.now() - began);
  process.stdout.write(report);
  return 0;
};

/** A partition of `market` is one thread's. */
const threadsMax = 12;

const parseThreads = (text: string): number => {
  const threads = Number(text);
  if (!/^\d+$/.test(text) || threads < 1 || threads > threadsMax)
    throw new UsageError(`--threads takes a whole number from 1 to ${threadsMax}; got "${text}"`);
  return threads;
};

export const backtestCommand: Command = {
  usage:
    'npx gex backtest [FILE…] [--from DATE] [--to DATE] [--rule RULE] [--scan LIST] [--carry …] [--threads N] [--json] [WHERE]',
  options: [
    'FILE…           recordings of gex record, one after the other in time; without any, what topic market still holds (two days)',
    '--from, --to    opportunities that began then: a date (New York) or an ISO moment with its zone; --to is not included. The market around is read too',
    '--rule RULE     contracts to measure, at their first look of a session that meets it: "composite > 70", "SPX,SPY composite >= 60";',
    '                without it those that the scanner follows live, at each rise to band moderate or higher',
    '--scan LIST     symbols (SCANNER_SYMBOLS; 44 by default)',
    '--carry …       as for gex start',
    '--threads N     1 to 12; as many as there are cores by default. The numbers are the same with any',
    '--json          one JSON object, named as /api/outcomes names things',
    'Runs through the same code as live and prints, by score band and horizon, hit rate, interval and mean return; "not enough data" below 30. Publishes and',
    'stores nothing. The same input gives the same numbers.',
    placeOptions,
  ].join('\n'),
  run,
};
