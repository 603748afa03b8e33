import { epochMs, type OptionField, type OptionUpdates, optionField } from '@gexstream/domain';
import { describe, expect, test } from 'vitest';
import type { WireChain, WireContract } from '../wire/index.ts';
import { chainToDomain } from './chain.ts';

// The figures of the first constructed sample of the fact sheet on Schwab's API.
const quoteMs = 1773673445123;
const call: WireContract = {
  putCall: 'CALL',
  symbol: 'SPY   260320C00600000',
  bid: 5.51,
  ask: 5.54,
  last: 5.53,
  bidSize: 42,
  askSize: 37,
  lastSize: 2,
  totalVolume: 18342,
  tradeTimeInLong: 1773673438402,
  quoteTimeInLong: quoteMs,
  volatility: 18.412,
  gamma: 0.033,
  openInterest: 25410,
  strikePrice: 600,
  multiplier: 100,
  settlementType: 'P',
  nonStandard: false,
  mini: false,
};
const put: WireContract = { ...call, putCall: 'PUT', symbol: 'SPY   260320P00600000', volatility: 19.037, openInterest: 41873 };

const chainOf = (calls: readonly WireContract[], puts: readonly WireContract[] = []): WireChain => ({
  symbol: 'SPY',
  status: 'SUCCESS',
  underlying: {
    symbol: 'SPY',
    last: 601.25,
    mark: 601.25,
    bid: 601.24,
    ask: 601.26,
    totalVolume: 21456789,
    quoteTime: quoteMs,
    tradeTime: 1773673443870,
  },
  strategy: 'SINGLE',
  interval: 0,
  isDelayed: false,
  isIndex: false,
  interestRate: 3.68,
  underlyingPrice: 601.25,
  volatility: 29,
  daysToExpiration: 0,
  dividendYield: 0,
  numberOfContracts: calls.length + puts.length,
  assetMainType: 'EQUITY',
  assetSubType: 'ETF',
  isChainTruncated: false,
  callExpDateMap: { '2026-03-20:4': { '600.0': calls } },
  putExpDateMap: { '2026-03-20:4': { '600.0': puts } },
});

const context = {
  underlying: 'SPY',
  fromDate: '2026-03-20',
  toDate: '2026-03-20',
  receivedMs: epochMs(1773673446000),
  tradingDay: true,
  rowsMax: 2000,
};

const presentValue = (updates: OptionUpdates, row: number, field: OptionField): number | null =>
  (updates.mask[row]! & optionField[field]) === 0 ? null : updates.columns[field]![row]!;

const convert = (contract: WireContract, changes: Partial<typeof context> = {}) => {
  const { updates, rejected } = chainToDomain(chainOf([contract]), { ...context, ...changes });
  return { row: (field: OptionField) => presentValue(updates[0]!, 0, field), rows: updates[0]!.symbols.length, rejected };
};

describe('an answer of GET /chains', () => {
  test('becomes rows with fractions for percent, source times by group, and the listing of its window', () => {
    const { updates, quote, sourceMs, rejected } = chainToDomain(chainOf([call], [put]), context);
    const [first] = updates;
    expect(updates).toHaveLength(1);
    expect(first!.origin).toBe('rest');
    expect(first!.symbols).toEqual(['SPY   260320C00600000', 'SPY   260320P00600000']);
    expect(first!.columns.iv![0]).toBeCloseTo(0.18412, 12);
    expect(first!.columns.iv![1]).toBeCloseTo(0.19037, 12);
    expect(first!.columns.openInterest).toEqual(Float64Array.of(25410, 41873));
    expect(first!.columns.volume![0]).toBe(18342);
    expect(first!.columns.multiplier![0]).toBe(100);
    expect(first!.quoteMs).toEqual(Float64Array.of(quoteMs, quoteMs));
    expect(first!.tradeMs).toEqual(Float64Array.of(1773673438402, 1773673438402));
    expect(first!.settlement).toEqual(['P', 'P']);
    expect(first!.listing).toEqual({ fromDate: '2026-03-20', toDate: '2026-03-20', part: 0, parts: 1 });
    expect(sourceMs).toBe(quoteMs);
    expect(rejected).toEqual([]);
    expect(quote).toEqual({
      origin: 'rest',
      bid: 601.24,
      ask: 601.26,
      last: 601.25,
      mark: 601.25,
      volume: 21456789,
      quoteMs,
      tradeMs: 1773673443870,
    });
  });

  test.each([-999, 'NaN', null, 0] as const)('a volatility of %s is absent, and nothing to count', (volatility) => {
    const { row, rejected } = convert({ ...call, volatility });
    expect(row('iv')).toBeNull();
    expect(row('bid')).toBe(5.51);
    expect(rejected).toEqual([]);
  });

  test.each([
    ['above 1000 %', 7805.668],
    ['below 0.0001 %', 1e-310],
  ])('a volatility %s is absent and counted', (reason, volatility) => {
    const { row, rejected } = convert({ ...call, volatility });
    expect(row('iv')).toBeNull();
    expect(rejected).toEqual([{ reason, field: 'iv', count: 1, example: call.symbol }]);
  });

  test('a negative size is absent and counted, and harms nothing beside it', () => {
    const { row, rejected } = convert({ ...call, bidSize: -5 });
    expect(row('bidSize')).toBeNull();
    expect(row('askSize')).toBe(37);
    expect(rejected).toEqual([{ reason: 'negative', field: 'bidSize', count: 1, example: call.symbol }]);
  });

  test('open interest 0 stands on a trading day and says nothing on another', () => {
    expect(convert({ ...call, openInterest: 0 }).row('openInterest')).toBe(0);
    expect(convert({ ...call, openInterest: 0 }, { tradingDay: false }).row('openInterest')).toBeNull();
    expect(convert(call, { tradingDay: false }).row('openInterest')).toBe(25410);
  });

  test.each([
    [{ ...call, nonStandard: true }, 'non-standard contract'],
    [{ ...call, mini: true }, 'mini contract'],
    [{ ...call, symbol: 'SPY1  260320C00600000' }, 'adjusted contract'],
    [{ ...call, symbol: 'QQQ   260320C00600000' }, 'other underlying'],
    [{ ...call, symbol: 'garbage' }, 'unreadable symbol'],
  ] as const)('a contract that is not of the standard series is left out and counted: %#', (contract, reason) => {
    const { rows, rejected } = convert(contract);
    expect(rows).toBe(0);
    expect(rejected).toMatchObject([{ reason, field: 'contract', count: 1 }]);
  });

  test('names of the published schema are taken where those of the wire are missing', () => {
    const { bid: _bid, ask: _ask, last: _last, ...rest } = call;
    const { row } = convert({ ...rest, bidPrice: 1.5, askPrice: 1.75, lastPrice: 1.6 });
    expect([row('bid'), row('ask'), row('last')]).toEqual([1.5, 1.75, 1.6]);
  });

  test('a long answer is split, and the parts say how many there are', () => {
    const calls = [600, 601, 602, 603, 604].map((strike) => ({ ...call, symbol: `SPY   260320C00${strike}000` }));
    const { updates } = chainToDomain(chainOf(calls), { ...context, rowsMax: 2 });
    expect(updates.map(({ symbols }) => symbols.length)).toEqual([2, 2, 1]);
    expect(updates.map(({ listing }) => [listing!.part, listing!.parts])).toEqual([
      [0, 3],
      [1, 3],
      [2, 3],
    ]);
    expect(updates[2]!.columns.bid).toHaveLength(1);
  });

  test.each([
    ['the strikes nearest the money', {}, { strikeCount: 1 }],
    ['a chain that says it was cut', { isChainTruncated: true }, {}],
  ])('%s list nothing: what they leave out is not gone', (_what, says, asked) => {
    const calls = [600, 601, 602].map((strike) => ({ ...call, symbol: `SPY   260320C00${strike}000` }));
    const { updates } = chainToDomain({ ...chainOf(calls), ...says }, { ...context, ...asked, rowsMax: 2 });
    expect(updates.map(({ symbols, listing }) => [symbols.length, listing])).toEqual([
      [2, undefined],
      [1, undefined],
    ]);
    expect(chainToDomain({ ...chainOf([]), ...says }, { ...context, ...asked }).updates).toEqual([]);
  });

  test('an index has a last value only: its leftovers of bid, ask and mark are not taken', () => {
    const chain = { ...chainOf([call]), symbol: '$SPX', isIndex: true };
    expect(chainToDomain(chain, context).quote).toEqual({ origin: 'rest', last: 601.25, quoteMs, tradeMs: 1773673443870 });
  });

  test('without an underlying block the price that the greeks were computed with stands in', () => {
    expect(chainToDomain({ ...chainOf([call]), underlying: null }, context).quote).toEqual({ origin: 'rest', last: 601.25 });
  });
});
