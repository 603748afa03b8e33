import type { EpochMs } from '@gexstream/domain';
import type { WireContract } from '@gexstream/schwab/wire';
import type { OptionContract } from '../market/option-contract.ts';
import type { UnderlyingMarket } from '../market/underlying-market.ts';
import {
  deliverableNote,
  type ExpiryFacts,
  exerciseType,
  optionDescription,
  percentOf,
  rounded,
  settlementType,
  signedIntrinsic,
} from '../option-facts.ts';
import type { SimulatorBehaviour } from '../settings.ts';

/** One contract of a chain answer: greeks and volatility in three decimals, placeholders where Schwab has placeholders. */
export const chainContract = (
  underlying: UnderlyingMarket,
  contract: OptionContract,
  at: EpochMs,
  facts: ExpiryFacts,
  daysToExpiration: number,
  absent: SimulatorBehaviour['absentGreek'],
): WireContract => {
  const quote = underlying.options.quote(contract, at);
  const day = underlying.options.day(contract, at);
  const intrinsic = signedIntrinsic(contract, quote.underlyingPrice);
  const netChange = rounded(quote.last - day.close, 2);
  const markChange = rounded(quote.mark - day.close, 2);
  const { greeks } = quote;
  return {
    putCall: contract.side === 'call' ? 'CALL' : 'PUT',
    symbol: contract.symbol,
    description: optionDescription(contract),
    exchangeName: 'OPR',
    bid: quote.bid,
    ask: quote.ask,
    last: quote.last,
    mark: quote.mark,
    bidSize: quote.bidSize,
    askSize: quote.askSize,
    bidAskSize: `${quote.bidSize}X${quote.askSize}`,
    lastSize: quote.lastSize,
    highPrice: day.high,
    lowPrice: day.low,
    openPrice: 0,
    closePrice: day.close,
    totalVolume: quote.volume,
    tradeDate: null,
    tradeTimeInLong: quote.tradeMs,
    quoteTimeInLong: quote.quoteMs,
    netChange,
    volatility: quote.iv === null ? absent : rounded(quote.iv * 100, 3),
    delta: greeks === null ? absent : rounded(greeks.delta, 3),
    gamma: greeks === null ? absent : rounded(greeks.gamma, 3),
    theta: greeks === null ? absent : rounded(greeks.theta, 3),
    vega: greeks === null ? absent : rounded(greeks.vega, 3),
    rho: greeks === null ? absent : rounded(greeks.rho, 3),
    openInterest: quote.openInterest,
    timeValue: rounded(quote.last - Math.max(intrinsic, 0), 2),
    theoreticalOptionValue: rounded(quote.theoretical, 3),
    theoreticalVolatility: 29,
    optionDeliverablesList: [{ symbol: underlying.wireSymbol, assetType: 'STOCK', deliverableUnits: 100 }],
    strikePrice: contract.strike,
    expirationDate: facts.expirationDate,
    daysToExpiration,
    expirationType: facts.expirationType,
    lastTradingDay: facts.lastTradingDayMs,
    multiplier: contract.multiplier,
    settlementType: settlementType(contract),
    deliverableNote: deliverableNote(underlying),
    percentChange: rounded(percentOf(netChange, day.close), 2),
    markChange,
    markPercentChange: rounded(percentOf(markChange, day.close), 2),
    intrinsicValue: rounded(intrinsic, 2),
    extrinsicValue: rounded(quote.last - intrinsic, 2),
    optionRoot: contract.root,
    exerciseType: exerciseType(underlying),
    high52Week: rounded(Math.max(day.high, day.close) * 1.6, 2),
    low52Week: rounded(Math.min(day.low, day.close) * 0.4, 2),
    nonStandard: false,
    pennyPilot: underlying.profile.kind !== 'index',
    inTheMoney: intrinsic > 0,
    mini: false,
  };
};
