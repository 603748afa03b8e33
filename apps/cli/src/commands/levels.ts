import { readFile } from 'node:fs/promises';
import { dealerModelNames, measureNames } from '@gexstream/domain';
import { type ChainFile, ChainFileError, readChainFile } from '@gexstream/schwab';
import { listingPicture } from '../levels/listing-picture.ts';
import { parseCarry } from '../parse-carry.ts';
import { parseMoment } from '../parse-moment.ts';
import { readFlags } from '../read-flags.ts';
import { levelsJson } from '../terminal/levels-json.ts';
import { levelsReport } from '../terminal/levels-report.ts';
import { UsageError } from '../usage-error.ts';
import type { Command } from './command.ts';

const run = async (args: readonly string[]): Promise<number> => {
  const { values, positionals } = readFlags(args, {
    json: { type: 'boolean', default: false },
    carry: { type: 'string', default: 'parity' },
    model: { type: 'string', default: 'naive' },
    measure: { type: 'string', default: 'oi' },
    'as-of': { type: 'string' },
  });
  const [file, ...more] = positionals;
  if (file === undefined || more.length > 0)
    throw new UsageError('gex levels takes one FILE: a CBOE quotedata CSV or JSON, or a saved Schwab chain');
  if (values.model === 'volume_signed')
    throw new UsageError(
      `--model volume_signed signs live trades, and a file has none; here take ${dealerModelNames.join(', ')}`,
    );
  const choice = {
    carry: parseCarry(values.carry),
    dealerModel: oneOf('--model', dealerModelNames, values.model),
    measure: oneOf('--measure', measureNames, values.measure),
  };
  const givenMoment = values['as-of'] === undefined ? null : parseMoment('--as-of', values['as-of']);
  const listing = await readListing(file);
  const picture = listingPicture(listing, { ...choice, asOf: givenMoment ?? listing.asOf });
  process.stdout.write(values.json ? `${JSON.stringify(levelsJson(picture))}\n` : levelsReport(picture));
  return 0;
};

const oneOf = <const T extends string>(flag: string, names: readonly T[], text: string): T => {
  const name = names.find((each) => each === text);
  if (name === undefined) throw new UsageError(`${flag} takes ${names.join(', ')}; got "${text}"`);
  return name;
};

const unreadable = ({ code, message }: NodeJS.ErrnoException): string =>
  code === 'ENOENT' ? 'no such file' : code === 'EISDIR' ? 'it is a folder; name a file' : (code ?? message);

/** A chain file from the disk; what is wrong with it is a `UsageError` that names file, line and field. */
export const readListing = async (file: string): Promise<ChainFile> => {
  const bytes = await readFile(file).catch((error: NodeJS.ErrnoException) => {
    throw new UsageError(`cannot read ${file}: ${unreadable(error)}`);
  });
  try {
    return readChainFile(bytes, file);
  } catch (error) {
    if (error instanceof ChainFileError) throw new UsageError(error.message);
    throw error;
  }
};

export const levelsCommand: Command = {
  usage: 'npx gex levels FILE [--json] [--carry parity|zero|RATE,YIELD] [--model NAME] [--measure NAME] [--as-of ISO]',
  options: [
    'FILE            CBOE quotedata (CSV or JSON) or a saved Schwab /chains answer, gzipped or not',
    '--json          one JSON object for programs: all of the table, every strike, and the curve over spot',
    "--carry parity  the default: each expiry's forward from put–call parity of its quotes; under a day to settlement, or without",
    '                quotes, from rate 0.043 and yield 0.0125, or from what parity:RATE,YIELD names',
    '--carry zero    no rates, as most published figures; or RATE,YIELD as fractions a year, such as 0.043,0.0125',
    '--model NAME    who is assumed to hold what: naive (default: dealers long calls, short puts), all_short, inverse (short calls,',
    '                long puts), absolute (no sign: how much lies where)',
    '--measure NAME  oi (default), volume, or oi_plus_volume (with the volume of what expires today)',
    "--as-of ISO     the moment to price at, with its zone; the file's own by default",
  ].join('\n'),
  run,
};
