import { daysToExpiry, type EpochMs, easternDate } from '@gexstream/domain';
import type { WireChain, WireChainUnderlying, WireContract } from '@gexstream/schwab/wire';
import type { FastifyInstance } from 'fastify';
import type { OptionContract } from '../market/option-contract.ts';
import { marketRate } from '../market/option-value.ts';
import type { UnderlyingMarket } from '../market/underlying-market.ts';
import { type ExpiryFacts, expiryFacts, percentOf, rounded } from '../option-facts.ts';
import type { ServerContext } from '../server-context.ts';
import type { SimulatorBehaviour } from '../settings.ts';
import { chainContract } from './chain-contract.ts';
import { parseChainQuery, selectContracts } from './chain-query.ts';
import { marketDataError, tooBigBody } from './rest-errors.ts';

const chainUnderlying = (underlying: UnderlyingMarket, at: EpochMs): WireChainUnderlying => {
  const quote = underlying.quote(at);
  const change = rounded(quote.last - quote.close, 2);
  const markChange = rounded(quote.mark - quote.close, 2);
  return {
    symbol: underlying.wireSymbol,
    description: underlying.profile.description,
    exchangeName: underlying.profile.kind === 'index' ? 'IND' : 'PAC',
    delayed: false,
    last: quote.last,
    mark: quote.mark,
    bid: quote.bid ?? 0,
    ask: quote.ask ?? 0,
    bidSize: quote.bidSize,
    askSize: quote.askSize,
    openPrice: quote.open,
    highPrice: quote.high,
    lowPrice: quote.low,
    close: quote.close,
    change,
    percentChange: rounded(percentOf(change, quote.close), 2),
    markChange,
    markPercentChange: rounded(percentOf(markChange, quote.close), 2),
    fiftyTwoWeekHigh: rounded(quote.close * 1.09, 2),
    fiftyTwoWeekLow: rounded(quote.close * 0.78, 2),
    totalVolume: quote.volume,
    quoteTime: quote.quoteMs,
    tradeTime: quote.tradeMs,
  };
};

type GrowingExpiryMap = Record<string, Record<string, WireContract[]>>;

/** `5660` → `5660.0`, `217.5` → `217.5` */
const strikeKey = (strike: number): string => (Number.isInteger(strike) ? `${strike}.0` : String(strike));

const assetType = {
  index: { assetMainType: 'INDEX', assetSubType: '' },
  etf: { assetMainType: 'EQUITY', assetSubType: 'ETF' },
  stock: { assetMainType: 'EQUITY', assetSubType: 'COE' },
} as const;

const noFacts: ExpiryFacts = { expirationType: 'W', expirationDate: '', lastTradingDayMs: 0 };

/** A chain answer. Roots that share a date and a strike (SPX, SPXW) stand in one array. */
export const chainAnswer = (
  underlying: UnderlyingMarket,
  contracts: readonly OptionContract[],
  at: EpochMs,
  withUnderlying: boolean,
  absentGreek: SimulatorBehaviour['absentGreek'],
): WireChain => {
  const date = easternDate(at);
  const maps: { readonly call: GrowingExpiryMap; readonly put: GrowingExpiryMap } = { call: {}, put: {} };
  // Contracts come in order of settlement: what an expiry has in common is looked up once.
  let series = { expiry: '', settlement: '', key: '', days: 0, facts: noFacts };
  for (const contract of contracts) {
    const { expiry, settlement } = contract;
    if (series.expiry !== expiry || series.settlement !== settlement) {
      const days = daysToExpiry(expiry, date);
      series = { expiry, settlement, key: `${expiry}:${days}`, days, facts: expiryFacts(contract) };
    }
    const expiryKey = series.key;
    const map = maps[contract.side];
    map[expiryKey] ??= {};
    const strikes = map[expiryKey];
    const key = strikeKey(contract.strike);
    strikes[key] ??= [];
    strikes[key].push(chainContract(underlying, contract, at, series.facts, series.days, absentGreek));
  }
  const expiries = new Set(contracts.map((contract) => contract.expiry));
  const [onlyExpiry] = expiries;
  return {
    symbol: underlying.wireSymbol,
    status: 'SUCCESS',
    underlying: withUnderlying ? chainUnderlying(underlying, at) : null,
    strategy: 'SINGLE',
    interval: 0,
    isDelayed: false,
    isIndex: underlying.profile.kind === 'index',
    interestRate: rounded(marketRate * 100, 3),
    underlyingPrice: underlying.quote(at).last,
    volatility: 29,
    daysToExpiration: expiries.size === 1 && onlyExpiry !== undefined ? daysToExpiry(onlyExpiry, date) : 0,
    dividendYield: underlying.profile.kind === 'index' ? -1 : 0,
    numberOfContracts: contracts.length,
    ...assetType[underlying.profile.kind],
    isChainTruncated: false,
    callExpDateMap: maps.call,
    putExpDateMap: maps.put,
  };
};

export const chainsRoute = (app: FastifyInstance, { market, clock, limits, behaviour, faults }: ServerContext): void => {
  app.get<{ Querystring: Record<string, string | undefined> }>('/marketdata/v1/chains', async (request, reply) => {
    const at = clock.now();
    const parsed = parseChainQuery(request.query, easternDate(at));
    if (!parsed.ok) return marketDataError(reply, 400, parsed.detail, { parameter: parsed.parameter });
    const underlying = market.byWireSymbol(parsed.query.symbol);
    if (!underlying) return marketDataError(reply, 404, 'Symbol not found', { parameter: 'symbol' });
    const contracts = selectContracts(underlying.contracts(at), parsed.query, underlying.quote(at).last);
    if (contracts.length > (faults.argumentOf('too-big') ?? limits.chainContractsMax))
      return tooBigBody(reply, behaviour.tooBigStatus);
    const kept = contracts.slice(0, faults.argumentOf('cut') ?? contracts.length);
    const answer = chainAnswer(underlying, kept, at, parsed.query.includeUnderlyingQuote, behaviour.absentGreek);
    return { ...answer, isChainTruncated: kept.length < contracts.length };
  });
};
