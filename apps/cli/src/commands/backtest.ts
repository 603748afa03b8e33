import { systemClock } from '@gexstream/actors';
import { epochMs, isoTime } from '@gexstream/domain';
import { openRecording, type PlacedEvent, RecordingError, recordedEvents } from '@gexstream/ingest';
import { openData } from '../compose/open-data.ts';
import { placeFlags, readSettings, type Settings } from '../config.ts';
import { backtest, loggedEvents } from '../operator/backtest.ts';
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
    json: { type: 'boolean', default: false },
  });
  const settings = readSettings(values, process.env);
  const from = values.from === undefined ? null : parseDateOrMoment('--from', values.from);
  const to = values.to === undefined ? null : parseDateOrMoment('--to', values.to);
  if (from !== null && to !== null && to <= from) throw new UsageError('--to must be later than --from: it is not included');
  const follow = values.rule === undefined ? null : followedRule(values.rule);
  const progress = progressLine();
  const clock = systemClock();
  const began = clock.now();
  const past = files.length > 0 ? await recordedPast(files) : await loggedPast(settings);
  try {
    const result = await backtest({
      events: past.events,
      symbols: settings.scannerSymbols,
      carry: settings.carry,
      follow,
      from: from ?? epochMs(0),
      to: to ?? epochMs(Number.MAX_SAFE_INTEGER),
      onProgress: (at, updates) => progress.say(`${isoTime(at)}, ${updates.toLocaleString('en-US')} option updates`),
    });
    progress.end();
    if (result.events === 0) throw new UsageError(`${past.source} holds no market: gex record keeps one, or npm start makes one`);
    const about = {
      source: past.source,
      from: from === null ? null : isoTime(from),
      to: to === null ? null : isoTime(to),
      rule: values.rule ?? null,
      symbols: settings.scannerSymbols.length,
    };
    const report = values.json
      ? `${JSON.stringify(backtestJson(result, about))}\n`
      : backtestReport(result, about, clock.now() - began);
    process.stdout.write(report);
    return 0;
  } finally {
    await past.close();
  }
};

interface Past {
  readonly source: string;
  readonly events: AsyncIterable<readonly PlacedEvent[]>;
  close(): Promise<void>;
}

/** Files in the order of their time: each a day, or a part of one. */
const recordedPast = async (files: readonly string[]): Promise<Past> => {
  try {
    const recordings = await Promise.all(files.map((file) => openRecording(file)));
    const inOrder = recordings.toSorted((a, b) => a.fromMs - b.fromMs);
    const overlap = inOrder.find((recording, at) => at > 0 && recording.fromMs < inOrder[at - 1]!.toMs);
    if (overlap !== undefined)
      throw new UsageError(
        `${overlap.path} begins before the recording ahead of it ends: give recordings that follow each other`,
      );
    return { source: files.join(', '), events: recordedEvents(inOrder, 'replay-backtest'), close: async () => {} };
  } catch (error) {
    if (error instanceof RecordingError) throw new UsageError(error.message);
    throw error;
  }
};

const loggedPast = async (settings: Settings): Promise<Past> => {
  const data = await openData(settings);
  return { source: `log of ${data.place}`, events: loggedEvents(data.bus), close: () => data.close() };
};

export const backtestCommand: Command = {
  usage: 'npx gex backtest [FILE…] [--from DATE] [--to DATE] [--rule RULE] [--scan LIST] [--carry …] [--json] [WHERE]',
  options: [
    'FILE…           recordings of gex record, one after the other in time; without any, what topic market still holds (two days)',
    '--from, --to    opportunities that began then: a date (New York) or an ISO moment with its zone; --to is not included. The market around is read too',
    '--rule RULE     contracts to measure, at their first look of a session that meets it: "composite > 70", "SPX,SPY composite >= 60";',
    '                without it those that the scanner follows live, at each rise to band moderate or higher',
    '--scan LIST     symbols (SCANNER_SYMBOLS; 44 by default)',
    '--carry …       as for gex start',
    '--json          one JSON object, named as /api/outcomes names things',
    'Runs through the same code as live and prints, by score band and horizon, hit rate, interval and mean return; "not enough data" below 30. Publishes and',
    'stores nothing. The same input gives the same numbers.',
    placeOptions,
  ].join('\n'),
  run,
};
