import { carryText, isoTime, modelText, underlyingNamed } from '@gexstream/domain';
import { type BookInspection, inspectBook, newestCells } from '@gexstream/gex';
import { openData } from '../compose/open-data.ts';
import { placeFlags, readSettings } from '../config.ts';
import { parseMoment } from '../parse-moment.ts';
import { readFlags } from '../read-flags.ts';
import { compactUsd, level } from '../terminal/numbers.ts';
import { table } from '../terminal/table.ts';
import { UsageError } from '../usage-error.ts';
import { type Command, placeOptions } from './command.ts';

const run = async (args: readonly string[]): Promise<number> => {
  const { values, positionals } = readFlags(args, {
    json: { type: 'boolean', default: false },
    ...placeFlags,
    'as-of': { type: 'string' },
  });
  const [typed, ...more] = positionals;
  if (typed === undefined || more.length > 0) throw new UsageError('gex book takes one SYMBOL, such as SPX');
  const symbol = underlyingNamed(typed);
  const asOf = values['as-of'] === undefined ? null : parseMoment('--as-of', values['as-of']);

  const { bus, place, close } = await openData(readSettings(values, process.env));
  try {
    const cells = await newestCells(bus, symbol);
    if (cells === null) throw new UsageError(`nothing has been computed for ${symbol} in ${place} yet`);
    const moment = asOf ?? cells.eventMs;
    const book = await inspectBook(bus, symbol, moment, cells.body.model.carry);
    if (book === null)
      throw new UsageError(
        `the log cannot rebuild ${symbol} as of ${isoTime(moment)}: it must be a moment of its cells, not older than the two newest snapshots`,
      );
    process.stdout.write(values.json ? `${JSON.stringify(bookJson(book, modelText(cells.body.model)))}\n` : report(book));
    return 0;
  } finally {
    await close();
  }
};

const bookJson = (book: BookInspection, text: ReturnType<typeof modelText>) => ({
  symbol: book.symbol,
  as_of: isoTime(book.asOf),
  spot: book.spot,
  unit: text.unit,
  convention: text.convention,
  measure: text.measure,
  model: text.model,
  carry: text.carry,
  contracts: book.contracts.map((contract) => ({
    symbol: contract.symbol,
    expiry: contract.expiry,
    settlement: contract.settlement,
    side: contract.side,
    strike: contract.strike,
    open_interest: contract.openInterest,
    volume: contract.volume,
    multiplier: contract.multiplier,
    iv: contract.iv,
    iv_source: contract.ivSource,
    years: contract.years,
    rate: contract.rate,
    dividend_yield: contract.dividendYield,
    listed: contract.listed,
    gex: contract.gex,
    ages_ms: {
      streamed: age(book, contract.streamedMs),
      polled: age(book, contract.polledMs),
      quote: age(book, contract.quoteMs),
      trade: age(book, contract.tradeMs),
      iv: age(book, contract.ivMs),
      open_interest: age(book, contract.openInterestMs),
    },
  })),
});

/** How old it was at the book's moment; null for what never came. */
const age = ({ asOf }: BookInspection, atMs: number | null): number | null => (atMs === null ? null : asOf - atMs);

const seconds = (ms: number | null): string => (ms === null ? '–' : `${(ms / 1_000).toFixed(1)} s`);

/** The contracts that weigh most; all of them are in `--json`. */
const report = (book: BookInspection): string => {
  const rows = [...book.contracts].sort((a, b) => Math.abs(b.gex) - Math.abs(a.gex)).slice(0, 40);
  return [
    `${book.symbol}  spot ${level(book.spot)}  as of ${isoTime(book.asOf)}  carry ${carryText(book.carry)}  ${book.contracts.length} contracts (the 40 largest, the last columns how old; --json has all)`,
    '',
    table(
      [
        ['contract', 'OI', 'volume', 'IV', 'from', 'GEX per 1 %', 'streamed', 'polled', 'quote'],
        ...rows.map(({ symbol, openInterest, volume, iv, ivSource, gex, streamedMs, polledMs, quoteMs }) => [
          symbol,
          String(openInterest),
          String(volume),
          iv === null ? '–' : `${(iv * 100).toFixed(2)} %`,
          ivSource ?? '–',
          compactUsd(gex),
          seconds(age(book, streamedMs)),
          seconds(age(book, polledMs)),
          seconds(age(book, quoteMs)),
        ]),
      ],
      { right: [1, 2, 3, 5, 6, 7, 8] },
    ),
    '',
  ].join('\n');
};

export const bookCommand: Command = {
  usage: 'npx gex book SYMBOL [--json] [--as-of ISO] [WHERE]',
  options: [
    'SYMBOL          such as SPX',
    '--json          all contracts as one JSON object with the age of each part, to compute the same again elsewhere',
    '--as-of ISO     a moment of the published cells; the newest by default',
    placeOptions,
  ].join('\n'),
  run,
};
