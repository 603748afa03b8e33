import type { EpochMs } from '@gexstream/domain';
import { ChainFileError, shown } from './chain-file-error.ts';
import { parseHeaderTime } from './header-time.ts';
import { amountMax, numberProblem } from './number-text.ts';

/** Column numbers of one side of the table. */
export interface SideColumns {
  readonly symbol: number;
  readonly last: number;
  readonly bid: number;
  readonly ask: number;
  readonly volume: number;
  readonly iv: number;
  readonly openInterest: number;
}

export interface CsvHeader {
  /** The header's line, counted from 1: rows follow. */
  readonly line: number;
  readonly titles: readonly string[];
  readonly expiry: number;
  readonly strike: number;
  readonly calls: SideColumns;
  readonly puts: SideColumns;
  /** In points. */
  readonly spot: number;
  readonly asOf: EpochMs;
}

/** The lines above the table never number more than this. */
const linesAboveMax = 20;

/** The table's header is known by its first title; spot and date stand in some line above it. */
export const findHeader = (lines: readonly string[], file: string): CsvHeader => {
  const index = lines.slice(0, linesAboveMax).findIndex((line) => line.startsWith('Expiration Date'));
  if (index < 0) {
    throw new ChainFileError(
      file,
      { line: 1 },
      `no line of the first ${linesAboveMax} begins with "Expiration Date": this is not a Cboe quotedata download`,
    );
  }
  const titles = lines[index]!.trimEnd().split(',');
  const line = index + 1;
  const strike = titles.indexOf('Strike');
  if (strike < 0) throw new ChainFileError(file, { line, field: 'Strike' }, 'the header has no such column');
  const above = lines.slice(0, index);
  return {
    line,
    titles,
    expiry: 0,
    strike,
    calls: sideColumns(titles, 'Calls', 0, strike, line, file),
    puts: sideColumns(titles, 'Puts', strike + 1, titles.length, line, file),
    spot: spotOf(above, file),
    asOf: asOfOf(above, file),
  };
};

const sideColumns = (
  titles: readonly string[],
  symbolTitle: string,
  from: number,
  to: number,
  line: number,
  file: string,
): SideColumns => {
  const column = (title: string): number => {
    const found = titles.indexOf(title, from);
    if (found < 0 || found >= to)
      throw new ChainFileError(
        file,
        { line, field: title },
        `the header has no such column among the ${symbolTitle.toLowerCase()}`,
      );
    return found;
  };
  return {
    symbol: column(symbolTitle),
    last: column('Last Sale'),
    bid: column('Bid'),
    ask: column('Ask'),
    volume: column('Volume'),
    iv: column('IV'),
    openInterest: column('Open Interest'),
  };
};

const spotOf = (above: readonly string[], file: string): number => {
  for (const [index, text] of above.entries()) {
    const stated = /\bLast:\s*([^,]*)/.exec(text);
    if (stated === null) continue;
    const price = stated[1]!.trim();
    const spot = /^\d+(\.\d+)?$/.test(price) ? Number(price) : Number.NaN;
    if (spot > 0 && spot <= amountMax) return spot;
    const problem = spot === 0 ? `${shown(price)} is not a price` : numberProblem(price);
    throw new ChainFileError(file, { line: index + 1, field: 'Last' }, problem);
  }
  throw new ChainFileError(file, { field: 'Last' }, 'no line above the table states the underlying\'s price as "Last: …"');
};

const asOfOf = (above: readonly string[], file: string): EpochMs => {
  for (const [index, text] of above.entries()) {
    const stated = /^"?(?:date|data|fecha|datum)\s*:\s*(.*)$/i.exec(text.trim());
    if (stated === null) continue;
    const moment = stated[1]!.replace(/"?,\s*Bid:.*$/, '');
    const asOf = parseHeaderTime(moment);
    if (asOf !== null) return asOf;
    throw new ChainFileError(
      file,
      { line: index + 1, field: 'Date' },
      `${shown(moment)} is not a date and time such as "January 7, 2024 at 10:52 AM EST" or "… 15:52 GMT" (offsets from GMT-12 to GMT+14)`,
    );
  }
  throw new ChainFileError(file, { field: 'Date' }, 'no line above the table states its moment as "Date: …"');
};
