import { daysToExpiry, type EpochMs, easternDate } from '@gexstream/domain';
import type { WireQuoteEntry } from '@gexstream/schwab/wire';
import type { OptionContract } from '../market/option-contract.ts';
import { fnv1a } from '../market/random.ts';
import type { UnderlyingMarket } from '../market/underlying-market.ts';
import {
  deliverableNote,
  exerciseType,
  expiryFacts,
  notAvailable,
  optionDescription,
  percentOf,
  rounded,
  settlementType,
  signedIntrinsic,
} from '../option-facts.ts';

/** Which blocks of an entry were asked for. */
export type QuoteBlocks = ReadonlySet<string>;

export const quoteBlockNames = ['quote', 'fundamental', 'extended', 'reference', 'regular'] as const;

const pick = <Block>(blocks: QuoteBlocks, name: (typeof quoteBlockNames)[number], block: Block): Record<string, Block> =>
  blocks.has(name) ? { [name]: block } : {};

const changes = (price: number, close: number) => {
  const net = rounded(price - close, 2);
  return { net, percent: rounded(percentOf(net, close), 8) };
};

/** An index has neither bid, ask, mark nor quote time; an ETF or stock has them all. */
export const underlyingEntry = (underlying: UnderlyingMarket, at: EpochMs, blocks: QuoteBlocks): WireQuoteEntry => {
  const { profile, wireSymbol } = underlying;
  const quote = underlying.quote(at);
  const { net, percent } = changes(quote.last, quote.close);
  const common = {
    '52WeekHigh': rounded(quote.close * 1.09, 2),
    '52WeekLow': rounded(quote.close * 0.78, 2),
    closePrice: quote.close,
    highPrice: quote.high,
    lastPrice: quote.last,
    lowPrice: quote.low,
    netChange: net,
    netPercentChange: percent,
    openPrice: quote.open,
    securityStatus: quote.marketOpen ? 'Normal' : 'Closed',
    totalVolume: quote.volume,
    tradeTime: quote.tradeMs,
  };
  if (profile.kind === 'index')
    return {
      assetMainType: 'INDEX',
      realtime: true,
      ssid: fnv1a(wireSymbol),
      symbol: wireSymbol,
      ...pick(blocks, 'quote', common),
      ...pick(blocks, 'reference', { description: profile.description, exchange: '0', exchangeName: 'Index' }),
    };
  const mark = changes(quote.mark, quote.close);
  return {
    assetMainType: 'EQUITY',
    assetSubType: profile.kind === 'etf' ? 'ETF' : 'COE',
    quoteType: 'NBBO',
    realtime: true,
    ssid: fnv1a(wireSymbol),
    symbol: wireSymbol,
    ...pick(blocks, 'quote', {
      ...common,
      askMICId: 'ARCX',
      askPrice: quote.ask ?? 0,
      askSize: quote.askSize,
      askTime: quote.quoteMs,
      bidMICId: 'ARCX',
      bidPrice: quote.bid ?? 0,
      bidSize: quote.bidSize,
      bidTime: quote.quoteMs,
      lastMICId: 'ARCX',
      lastSize: quote.lastSize,
      mark: quote.mark,
      markChange: mark.net,
      markPercentChange: mark.percent,
      postMarketChange: 0,
      postMarketPercentChange: 0,
      quoteTime: quote.quoteMs,
    }),
    ...pick(blocks, 'reference', {
      description: profile.description,
      exchange: 'P',
      exchangeName: 'NYSE Arca',
      isHardToBorrow: false,
      isShortable: true,
      htbRate: 0,
    }),
    ...pick(blocks, 'regular', {
      regularMarketLastPrice: quote.last,
      regularMarketLastSize: quote.lastSize,
      regularMarketNetChange: net,
      regularMarketPercentChange: percent,
      regularMarketTradeTime: quote.tradeMs,
    }),
  };
};

/** An option: greeks and volatility (percent) in eight decimals. */
export const optionEntry = (
  underlying: UnderlyingMarket,
  contract: OptionContract,
  at: EpochMs,
  blocks: QuoteBlocks,
): WireQuoteEntry => {
  const quote = underlying.options.quote(contract, at);
  const day = underlying.options.day(contract, at);
  const { net, percent } = changes(quote.last, day.close);
  const mark = changes(quote.mark, day.close);
  const intrinsic = signedIntrinsic(contract, quote.underlyingPrice);
  const { greeks } = quote;
  const greek = (value: number | undefined): number => (value === undefined ? notAvailable : rounded(value, 8));
  const [year, month, dayOfMonth] = contract.expiry.split('-').map(Number);
  return {
    assetMainType: 'OPTION',
    realtime: true,
    ssid: contract.id,
    symbol: contract.symbol,
    ...pick(blocks, 'quote', {
      '52WeekHigh': rounded(Math.max(day.high, day.close) * 1.6, 2),
      '52WeekLow': rounded(Math.min(day.low, day.close) * 0.4, 2),
      askPrice: quote.ask,
      askSize: quote.askSize,
      bidPrice: quote.bid,
      bidSize: quote.bidSize,
      closePrice: day.close,
      delta: greek(greeks?.delta),
      gamma: greek(greeks?.gamma),
      highPrice: day.high,
      impliedYield: 0,
      indAskPrice: 0,
      indBidPrice: 0,
      indQuoteTime: 0,
      lastPrice: quote.last,
      lastSize: quote.lastSize,
      lowPrice: day.low,
      mark: quote.mark,
      markChange: mark.net,
      markPercentChange: mark.percent,
      moneyIntrinsicValue: rounded(intrinsic, 2),
      netChange: net,
      netPercentChange: percent,
      openInterest: quote.openInterest,
      openPrice: day.open,
      quoteTime: quote.quoteMs,
      rho: greek(greeks?.rho),
      securityStatus: 'Normal',
      theoreticalOptionValue: rounded(quote.theoretical, 8),
      theta: greek(greeks?.theta),
      timeValue: rounded(quote.last - Math.max(intrinsic, 0), 2),
      totalVolume: quote.volume,
      tradeTime: quote.tradeMs,
      underlyingPrice: quote.underlyingPrice,
      vega: greek(greeks?.vega),
      volatility: quote.iv === null ? notAvailable : rounded(quote.iv * 100, 8),
    }),
    ...pick(blocks, 'reference', {
      contractType: contract.side === 'call' ? 'C' : 'P',
      daysToExpiration: daysToExpiry(contract.expiry, easternDate(at)),
      deliverables: deliverableNote(underlying),
      description: optionDescription(contract),
      exchange: 'O',
      exchangeName: 'OPR',
      exerciseType: exerciseType(underlying),
      expirationDay: dayOfMonth ?? 0,
      expirationMonth: month ?? 0,
      expirationYear: year ?? 0,
      expirationType: expiryFacts(contract).expirationType,
      isPennyPilot: underlying.profile.kind !== 'index',
      lastTradingDay: expiryFacts(contract).lastTradingDayMs,
      multiplier: contract.multiplier,
      settlementType: settlementType(contract),
      strikePrice: contract.strike,
      underlying: underlying.wireSymbol,
      underlyingAssetType: underlying.profile.kind === 'index' ? 'INDEX' : 'EQUITY',
    }),
  };
};
