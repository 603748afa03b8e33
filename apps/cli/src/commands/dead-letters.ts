import { randomUUID } from 'node:crypto';
import { readDeadLetters } from '@gexstream/bus';
import { allTables } from '@gexstream/store';
import { type OpenedData, openData, openDataToWrite } from '../compose/open-data.ts';
import { openQuestDb } from '../compose/open-questdb.ts';
import { placeFlags, readSettings, type Settings } from '../config.ts';
import { chooseLetters, type LetterFilter } from '../operator/choose-letters.ts';
import { planRedrive, redrive } from '../operator/redrive.ts';
import { readFlags } from '../read-flags.ts';
import {
  deadLettersReport,
  letterJson,
  outcomeJson,
  outcomesReport,
  planJson,
  planReport,
} from '../terminal/dead-letters-report.ts';
import { UsageError } from '../usage-error.ts';
import { type Command, placeOptions } from './command.ts';

interface RedriveOptions {
  readonly filter: LetterFilter;
  readonly dryRun: boolean;
  readonly again: boolean;
  readonly json: boolean;
}

const run = async (args: readonly string[]): Promise<number> => {
  const { values, positionals } = readFlags(args, {
    ...placeFlags,
    from: { type: 'string' },
    reason: { type: 'string' },
    offset: { type: 'string', multiple: true, default: [] },
    all: { type: 'boolean', default: false },
    'dry-run': { type: 'boolean', default: false },
    again: { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
  });
  const settings = readSettings(values, process.env);
  const filter = { from: values.from, reason: values.reason, offsets: values.offset.map(letterOffset) };
  const [verb = 'list', ...more] = positionals;
  if (more.length > 0 || (verb !== 'list' && verb !== 'redrive'))
    throw new UsageError(`gex dead-letters takes list (the default) or redrive; got "${positionals.join(' ')}"`);
  if (verb === 'list') return list(settings, filter, values.json);
  if (!values.all && filter.from === undefined && filter.reason === undefined && filter.offsets.length === 0)
    throw new UsageError('gex dead-letters redrive takes --from, --reason or --offset to choose letters, or --all');
  return sendAgain(settings, { filter, dryRun: values['dry-run'], again: values.again, json: values.json });
};

const letterOffset = (text: string): number => {
  const offset = text.trim() === '' ? Number.NaN : Number(text);
  if (!Number.isSafeInteger(offset) || offset < 0)
    throw new UsageError(`--offset takes the number of a letter, such as 12; got "${text}"`);
  return offset;
};

const list = async (settings: Settings, filter: LetterFilter, json: boolean): Promise<number> => {
  const { bus, close } = await openData(settings);
  try {
    const letters = chooseLetters(await readDeadLetters(bus), filter);
    process.stdout.write(json ? `${JSON.stringify(letters.map(letterJson))}\n` : deadLettersReport(letters));
    return 0;
  } finally {
    await close();
  }
};

const sendAgain = async (settings: Settings, options: RedriveOptions): Promise<number> => {
  // A dry run only looks, and so runs beside whoever writes.
  const data = options.dryRun ? await openData(settings) : await openDataToWrite(settings, 'npx gex dead-letters redrive');
  try {
    return await redriveChosen(settings, data, options);
  } finally {
    await data.close();
  }
};

const redriveChosen = async (settings: Settings, { bus, feed }: OpenedData, options: RedriveOptions): Promise<number> => {
  const { filter, dryRun, again, json } = options;
  const store = settings.questdb === null ? null : await openQuestDb(settings, feed, allTables);
  try {
    const target = { bus, store };
    const plans = await planRedrive(target, chooseLetters(await readDeadLetters(bus), filter), { again });
    if (dryRun) {
      process.stdout.write(json ? `${JSON.stringify(plans.map(planJson))}\n` : planReport(plans));
      return 0;
    }
    const outcomes = await redrive(target, plans, randomUUID());
    process.stdout.write(json ? `${JSON.stringify(outcomes.map(outcomeJson))}\n` : outcomesReport(outcomes));
    return outcomes.every(({ outcome }) => outcome === 'sent') ? 0 : 1;
  } finally {
    await store?.close();
  }
};

export const deadLettersCommand: Command = {
  usage:
    'npx gex dead-letters [list|redrive] [--from NAME] [--reason TEXT] [--offset N]… [--all] [--dry-run] [--again] [--json] [WHERE]',
  options: [
    'list            each letter with its number, where it stood, the reason, and whether it was sent again (the default)',
    'redrive         sends letters back to the topic, or the table, they came from; status 1 unless all of them went',
    '--from NAME     only of this topic or table',
    '--reason TEXT   only where the reason holds this text',
    '--offset N      only this letter (repeatable)',
    '--all           redrive: every letter',
    '--dry-run       redrive: says what would be done, and does nothing',
    '--again         redrive: also letters that were sent before. Without it each goes once at most: it is marked in dead-letters',
    '                before it is sent, and of several runs the first to mark it sends it',
    '--json          one JSON list, an entry a letter',
    'Redrive once the reader is mended. Rows need --questdb. A data folder must not be in use (a dry run may look beside its writer).',
    placeOptions,
  ].join('\n'),
  run,
};
