import type { OptionContract } from '../market/option-contract.ts';

/** What a chain request selects, read from its query. */
export interface ChainQuery {
  readonly symbol: string;
  readonly contractType: 'CALL' | 'PUT' | 'ALL';
  readonly strikeCount: number | null;
  readonly includeUnderlyingQuote: boolean;
  readonly range: string;
  readonly fromDate: string | null;
  readonly toDate: string | null;
  readonly strike: number | null;
  /** Month as two digits, or null for all. */
  readonly expMonth: string | null;
  readonly standardOnly: boolean | null;
}

export type ParsedChainQuery =
  | { readonly ok: true; readonly query: ChainQuery }
  | { readonly ok: false; readonly parameter: string; readonly detail: string };

const ranges = new Set(['ITM', 'NTM', 'OTM', 'SAK', 'SBK', 'SNK', 'ALL']);
const months = ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'];
const civilDate = /^\d{4}-\d{2}-\d{2}$/;
const checkValues = 'Check Param Values';

/** Reads the query of GET /chains as of a trading date; a past `fromDate` is refused, as Schwab does. */
export const parseChainQuery = (raw: Readonly<Record<string, string | undefined>>, today: string): ParsedChainQuery => {
  const refuse = (parameter: string, detail = checkValues): ParsedChainQuery => ({ ok: false, parameter, detail });
  const { symbol, contractType = 'ALL', range = 'ALL', strategy = 'SINGLE', expMonth = 'ALL', optionType = 'ALL' } = raw;
  if (symbol === undefined || symbol === '') return refuse('symbol', 'Missing required parameter symbol');
  if (contractType !== 'CALL' && contractType !== 'PUT' && contractType !== 'ALL') return refuse('contractType');
  if (!ranges.has(range)) return refuse('range');
  if (strategy !== 'SINGLE' && strategy !== 'ANALYTICAL') return refuse('strategy');
  if (expMonth !== 'ALL' && !months.includes(expMonth)) return refuse('expMonth');
  if (!['S', 'NS', 'ALL'].includes(optionType)) return refuse('optionType');
  const strikeCount = raw.strikeCount === undefined ? null : Number(raw.strikeCount);
  if (strikeCount !== null && !(Number.isInteger(strikeCount) && strikeCount > 0)) return refuse('strikeCount');
  const strike = raw.strike === undefined ? null : Number(raw.strike);
  if (strike !== null && !(strike > 0)) return refuse('strike');
  const { fromDate, toDate } = raw;
  if (fromDate !== undefined && (!civilDate.test(fromDate) || fromDate < today)) return refuse('fromDate');
  if (toDate !== undefined && (!civilDate.test(toDate) || toDate < (fromDate ?? today))) return refuse('toDate');
  return {
    ok: true,
    query: {
      symbol,
      contractType,
      strikeCount,
      includeUnderlyingQuote: raw.includeUnderlyingQuote === 'true',
      range,
      fromDate: fromDate ?? null,
      toDate: toDate ?? null,
      strike,
      expMonth: expMonth === 'ALL' ? null : String(months.indexOf(expMonth) + 1).padStart(2, '0'),
      standardOnly: optionType === 'ALL' ? null : optionType === 'S',
    },
  };
};

/** Strikes near the money that `NTM` and `SNK` mean, on each side. */
const nearCount = 8;

const inRange = (range: string, contract: OptionContract, spot: number, near: (strike: number) => boolean): boolean => {
  const intrinsic = contract.side === 'call' ? spot - contract.strike : contract.strike - spot;
  switch (range) {
    case 'ITM':
      return intrinsic > 0;
    case 'OTM':
      return intrinsic <= 0;
    case 'SAK':
      return contract.strike > spot;
    case 'SBK':
      return contract.strike < spot;
    case 'NTM':
    case 'SNK':
      return near(contract.strike);
    default:
      return true;
  }
};

/** The strikes of one expiry at most `count` steps above and below the spot. */
const strikesAround = (contracts: readonly OptionContract[], spot: number, count: number): ReadonlySet<number> => {
  const strikes = [...new Set(contracts.map((contract) => contract.strike))].sort((a, b) => a - b);
  const firstAbove = strikes.findIndex((strike) => strike >= spot);
  const middle = firstAbove === -1 ? strikes.length : firstAbove;
  return new Set(strikes.slice(Math.max(0, middle - count), middle + count));
};

/** The contracts a query asks for, in listing order. */
export const selectContracts = (all: readonly OptionContract[], query: ChainQuery, spot: number): readonly OptionContract[] => {
  if (query.standardOnly === false) return [];
  const windowed = all.filter(
    ({ expiry, side, strike }) =>
      (query.fromDate === null || expiry >= query.fromDate) &&
      (query.toDate === null || expiry <= query.toDate) &&
      (query.expMonth === null || expiry.slice(5, 7) === query.expMonth) &&
      (query.contractType === 'ALL' || query.contractType === side.toUpperCase()) &&
      (query.strike === null || strike === query.strike),
  );
  const needsNear = query.range === 'NTM' || query.range === 'SNK';
  if (!needsNear && query.strikeCount === null && query.range === 'ALL') return windowed;
  const byExpiry = Map.groupBy(windowed, (contract) => contract.expiry);
  return [...byExpiry.values()].flatMap((contracts) => {
    const counted = query.strikeCount === null ? null : strikesAround(contracts, spot, query.strikeCount);
    const nearby = needsNear ? strikesAround(contracts, spot, nearCount) : null;
    return contracts.filter(
      (contract) =>
        (counted?.has(contract.strike) ?? true) && inRange(query.range, contract, spot, (strike) => nearby?.has(strike) ?? true),
    );
  });
};
