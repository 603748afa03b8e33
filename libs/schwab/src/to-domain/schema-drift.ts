import { streamOptionField, type WireContent, type WireContract } from '../wire/index.ts';
import type { Rejected, Rejections } from './rejections.ts';

/** Names outside the numbered fields that contents of the streamer are known to have. */
const contentNames = ['key', 'delayed', 'assetMainType', 'assetSubType', 'cusip', 'seq'];
const optionContentNames: ReadonlySet<string> = new Set([...contentNames, ...Object.values(streamOptionField)]);

/** Every name of `WireContract`, which the compiler holds against it. */
const contractNames: ReadonlySet<string> = new Set(
  Object.keys({
    putCall: 0,
    symbol: 0,
    description: 0,
    exchangeName: 0,
    bid: 0,
    ask: 0,
    last: 0,
    mark: 0,
    bidSize: 0,
    askSize: 0,
    bidAskSize: 0,
    lastSize: 0,
    highPrice: 0,
    lowPrice: 0,
    openPrice: 0,
    closePrice: 0,
    totalVolume: 0,
    tradeDate: 0,
    tradeTimeInLong: 0,
    quoteTimeInLong: 0,
    netChange: 0,
    volatility: 0,
    delta: 0,
    gamma: 0,
    theta: 0,
    vega: 0,
    rho: 0,
    openInterest: 0,
    timeValue: 0,
    theoreticalOptionValue: 0,
    theoreticalVolatility: 0,
    optionDeliverablesList: 0,
    strikePrice: 0,
    expirationDate: 0,
    daysToExpiration: 0,
    expirationType: 0,
    lastTradingDay: 0,
    multiplier: 0,
    settlementType: 0,
    deliverableNote: 0,
    percentChange: 0,
    markChange: 0,
    markPercentChange: 0,
    intrinsicValue: 0,
    extrinsicValue: 0,
    optionRoot: 0,
    exerciseType: 0,
    high52Week: 0,
    low52Week: 0,
    nonStandard: 0,
    pennyPilot: 0,
    inTheMoney: 0,
    mini: 0,
    bidPrice: 0,
    askPrice: 0,
    lastPrice: 0,
    isMini: 0,
    isNonStandard: 0,
    markPrice: 0,
    isInTheMoney: 0,
    isPennyPilot: 0,
    isIndexOption: 0,
  } satisfies Record<keyof WireContract, 0>),
);

/** Says nothing of the data, but of the schema they come in. */
export const isSchemaDrift = ({ reason }: Rejected): boolean => reason === 'unknown field' || reason === 'missing field';

/** What a contract of a chain has to state, each under one of its names; −999 and null state it too. */
const contractNeeds: readonly (readonly (keyof WireContract)[])[] = [
  ['bid', 'bidPrice'],
  ['ask', 'askPrice'],
  ['totalVolume'],
  ['volatility'],
  ['openInterest'],
  ['multiplier'],
];

/**
 * Notices that the vendor's schema has moved: fields that no guide names, and fields that are gone. Nothing fails of it; it is counted with
 * an example. One content of each part of a frame is looked at, and one contract of each answer: a schema moves for all of them.
 */
export const noteContentDrift = (content: WireContent, rejections: Rejections): void => {
  for (const name of Object.keys(content)) if (!optionContentNames.has(name)) rejections.add('unknown field', name, content.key);
};

export const noteContractDrift = (contract: WireContract | undefined, rejections: Rejections): void => {
  if (contract === undefined) return;
  const symbol = String(contract.symbol);
  for (const name of Object.keys(contract)) if (!contractNames.has(name)) rejections.add('unknown field', name, symbol);
  for (const names of contractNeeds)
    if (!names.some((name) => name in contract)) rejections.add('missing field', names[0]!, symbol);
};
