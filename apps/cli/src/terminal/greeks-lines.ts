import type { Greeks } from '@gexstream/domain';
import type { PricedContract } from '../greeks/priced-contract.ts';

const daysPerYear = 365;

/** One contract at full precision, in native units: per 1.00 of volatility and rate, per year (and per calendar day) as time passes. */
export const greeksJson = (line: number, { terms, price, iv, greeks, quality }: PricedContract) => ({
  line,
  side: terms.side,
  spot: terms.spot,
  strike: terms.strike,
  expiry_years: terms.years,
  rate: terms.rate,
  dividend_yield: terms.dividendYield,
  price,
  iv,
  ...(quality === null ? {} : { iv_quality: quality }),
  delta: greeks?.delta ?? null,
  gamma: greeks?.gamma ?? null,
  vega: greeks?.vega ?? null,
  theta_per_year: greeks?.thetaPerYear ?? null,
  theta_per_day: perDay(greeks?.thetaPerYear),
  rho: greeks?.rho ?? null,
  vanna: greeks?.vanna ?? null,
  charm_per_year: greeks?.charmPerYear ?? null,
  charm_per_day: perDay(greeks?.charmPerYear),
  vomma: greeks?.vomma ?? null,
  speed: greeks?.speed ?? null,
  zomma: greeks?.zomma ?? null,
  color_per_year: greeks?.colorPerYear ?? null,
  color_per_day: perDay(greeks?.colorPerYear),
});

const perDay = (perYear: number | undefined): number | null => (perYear === undefined ? null : perYear / daysPerYear);

const point = 0.01;

/** The table's greeks as traders read them: a title, and the value from the native units. */
const columns: readonly (readonly [title: string, value: (greeks: Greeks) => number])[] = [
  ['delta', ({ delta }) => delta],
  ['gamma', ({ gamma }) => gamma],
  ['vega/pt', ({ vega }) => vega * point],
  ['theta/day', ({ thetaPerYear }) => thetaPerYear / daysPerYear],
  ['rho/%', ({ rho }) => rho * point],
  ['vanna/pt', ({ vanna }) => vanna * point],
  ['charm/day', ({ charmPerYear }) => charmPerYear / daysPerYear],
  ['vomma/pt²', ({ vomma }) => vomma * point * point],
  ['speed', ({ speed }) => speed],
  ['zomma/pt', ({ zomma }) => zomma * point],
  ['color/day', ({ colorPerYear }) => colorPerYear / daysPerYear],
];

const head = [5, 4, 10, 10, 10, 8, 11];
const greekWidth = 11;

// Widths are fixed, so that rows go out as contracts come in.
const row = (cells: readonly string[]): string =>
  cells.map((cell, i) => (i === 1 ? cell.padEnd(head[1]!) : cell.padStart(head[i] ?? greekWidth))).join(' ');

export const greeksTitle = (): string =>
  row(['line', 'side', 'spot', 'strike', 'years', 'IV', 'price', ...columns.map(([title]) => title)]);

export const greeksRow = (line: number, { terms, price, iv, greeks, quality }: PricedContract): string => {
  const cells = [
    String(line),
    terms.side,
    significant(terms.spot, 7),
    significant(terms.strike, 7),
    significant(terms.years, 5),
    iv === null ? '–' : `${significant(iv * 100, 4)}%`,
    significant(price, 6),
    ...columns.map(([, value]) => (greeks === null ? '–' : significant(value(greeks), 5))),
  ];
  return quality === null || quality === 'firm' ? row(cells) : `${row(cells)}  (${quality} quote)`;
};

const significant = (value: number, digits: number): string => String(Number(value.toPrecision(digits)));
