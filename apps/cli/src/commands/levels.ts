import { readFile } from 'node:fs/promises';
import { analyse, type Carry, type ChainListing, type EpochMs, type Levels, listingPositions } from '@gexstream/domain';
import { ChainFileError, readChainFile } from '@gexstream/schwab';
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
    carry: { type: 'string', default: 'zero' },
    'as-of': { type: 'string' },
  });
  const [file, ...more] = positionals;
  if (file === undefined || more.length > 0)
    throw new UsageError('gex levels takes one FILE: a CBOE quotedata CSV or JSON, or a saved Schwab chain');
  const listing = await readListing(file);
  const asOf = values['as-of'] === undefined ? listing.asOf : parseMoment('--as-of', values['as-of']);
  const levels = listingLevels(listing, asOf, parseCarry(values.carry));
  process.stdout.write(values.json ? `${JSON.stringify(levelsJson(levels))}\n` : levelsReport(levels, listing.source));
  return 0;
};

/** A chain file from the disk; what is wrong with it is a `UsageError` that names file, line and field. */
export const readListing = async (file: string): Promise<ChainListing> => {
  const bytes = await readFile(file).catch((error: NodeJS.ErrnoException) => {
    throw new UsageError(`cannot read ${file}: ${error.code === 'ENOENT' ? 'no such file' : (error.code ?? error.message)}`);
  });
  try {
    return readChainFile(bytes, file);
  } catch (error) {
    if (error instanceof ChainFileError) throw new UsageError(error.message);
    throw error;
  }
};

export const listingLevels = (listing: ChainListing, asOf: EpochMs, carry: Carry): Levels => {
  const { positions, expiries } = listingPositions(listing);
  return analyse({ underlying: listing.underlying, asOf, spot: listing.spot, carry, ivOrder: 'file', positions, expiries })
    .levels;
};

export const levelsCommand: Command = {
  usage: 'npx gex levels FILE [--json] [--carry zero|RATE,YIELD] [--as-of ISO]',
  options: [
    'FILE            CBOE quotedata (CSV or JSON) or a saved Schwab /chains answer, gzipped or not',
    '--json          one JSON object for programs',
    '--carry zero    no rates (the default); or RATE,YIELD as fractions a year, such as 0.043,0.0125',
    "--as-of ISO     the moment to price at, with its zone; the file's own by default",
  ].join('\n'),
  run,
};
