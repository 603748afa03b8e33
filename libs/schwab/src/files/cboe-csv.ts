import { type ChainListing, parseOsi } from '@gexstream/domain';
import { volatilityOrNone } from '../iv-range.ts';
import { type CsvHeader, findHeader, type SideColumns } from './cboe-csv-header.ts';
import type { ChainFile } from './chain-file.ts';
import { ChainFileError, shown } from './chain-file-error.ts';
import { ContractCollector } from './collect-contracts.ts';
import { CsvRow } from './csv-row.ts';
import { numberProblem } from './number-text.ts';

const source: ChainListing['source'] = 'cboe-csv';

/**
 * Cboe's "quotedata" download: name line, date line, header, then one row a strike and expiry with the call left and the put right.
 * IV is a fraction and 0 is none; a last sale or ask of 0 is none; a bid of 0 is a bid.
 */
export const readCboeCsv = (content: string, file: string): ChainFile => {
  const lines = content.split('\n');
  // What follows the last line end is empty in a whole file.
  const rest = lines.pop() ?? '';
  const header = findHeader(lines, file);
  const collector = new ContractCollector(file);
  const row = new CsvRow(header.titles.length);
  for (let index = header.line; index < lines.length; index += 1) {
    const text = lines[index]!.trimEnd();
    if (text !== '') readRow(text, index + 1, row, header, collector, file);
  }
  if (rest !== '') refuseCutRow(rest, lines.length + 1, header, file);
  const underlying = collector.underlying();
  return { underlying, spot: header.spot, asOf: header.asOf, source, contracts: collector.contracts, skipped: collector.skipped };
};

/** Even a last row with all its fields may have lost digits of the last one. */
const refuseCutRow = (row: string, line: number, header: CsvHeader, file: string): never => {
  const fields = row.split(',').length;
  const wanted = header.titles.length;
  const problem =
    fields < wanted
      ? `has ${fields} fields where the header has ${wanted}: the file is cut off`
      : 'the file ends without a line end, so this row may be cut off; download it again, or end the line if the file is whole';
  throw new ChainFileError(file, { line }, problem);
};

const readRow = (
  text: string,
  line: number,
  row: CsvRow,
  header: CsvHeader,
  collector: ContractCollector,
  file: string,
): void => {
  const fields = row.load(text);
  if (fields !== header.titles.length) {
    throw new ChainFileError(file, { line }, `has ${fields} fields where the header has ${header.titles.length}`);
  }
  const at: RowPlace = { row, line, header, file };
  const strike = number(at, header.strike);
  const expiry = expiryDate(row.text(header.expiry));
  readSide(at, 'call', header.calls, strike, expiry, collector);
  readSide(at, 'put', header.puts, strike, expiry, collector);
};

/** A row and where it stands; errors put their words together from it, so that good rows cost none. */
interface RowPlace {
  readonly row: CsvRow;
  readonly line: number;
  readonly header: CsvHeader;
  readonly file: string;
}

const readSide = (
  at: RowPlace,
  side: 'call' | 'put',
  columns: SideColumns,
  strike: number,
  expiry: string | null,
  collector: ContractCollector,
): void => {
  const symbol = at.row.text(columns.symbol);
  const option = parseOsi(symbol);
  if (option === null) throw fault(at, columns.symbol, `${shown(symbol)} is not an option symbol`);
  if (option.side !== side) throw fault(at, columns.symbol, `${shown(symbol)} is not a ${side}`);
  if (option.strike !== strike) throw fault(at, at.header.strike, `${strike} differs from that of ${symbol}`);
  if (option.expiry !== expiry) {
    throw fault(at, at.header.expiry, `${shown(at.row.text(at.header.expiry))} is not the date of ${symbol}`);
  }
  const ask = number(at, columns.ask);
  const last = number(at, columns.last);
  const figures = {
    bid: number(at, columns.bid),
    ask: ask === 0 ? null : ask,
    last: last === 0 ? null : last,
    volume: number(at, columns.volume),
    iv: volatilityOrNone(number(at, columns.iv)),
    openInterest: number(at, columns.openInterest),
    quoteMs: null,
  };
  const problem = collector.add(option, figures);
  if (problem !== null) throw fault(at, columns.symbol, problem);
};

/** Titles occur once on each side, so the side is named with them. */
const fault = ({ header, line, file }: RowPlace, column: number, problem: string): ChainFileError => {
  const title = header.titles[column]!;
  const alone = column === header.expiry || column === header.strike || title === 'Calls' || title === 'Puts';
  const field = alone ? title : `${column < header.strike ? 'Calls' : 'Puts'} ${title}`;
  return new ChainFileError(file, { line, field }, problem);
};

const number = (at: RowPlace, column: number): number => {
  const value = at.row.amount(column);
  if (value !== null) return value;
  throw fault(at, column, numberProblem(at.row.text(column)));
};

const months = 'JanFebMarAprMayJunJulAugSepOctNovDec';

/** `Fri Jan 05 2024` as `2024-01-05`; null for anything else. */
const expiryDate = (text: string): string | null => {
  const parts = /^(?:[A-Z][a-z]{2} )?([A-Z][a-z]{2}) (\d{2}) (\d{4})$/.exec(text);
  if (parts === null) return null;
  const month = months.indexOf(parts[1]!) / 3 + 1;
  return Number.isInteger(month) && month > 0 ? `${parts[3]}-${String(month).padStart(2, '0')}-${parts[2]}` : null;
};
