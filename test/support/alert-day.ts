import { type BusRecord, encodeEvent, partitionCount, partitionOf, topic } from '@gexstream/bus';
import {
  blackScholesPrice,
  type EpochMs,
  easternTime,
  epochMs,
  formatOsi,
  type MarketEvent,
  type OptionUpdates,
  optionField,
  sessionDate,
  settlesMs,
  yearsToSettlement,
} from '@gexstream/domain';

/** The one symbol of the day. */
export const daySymbol = 'AAPL';
const date = '2026-11-20';
const expiries = [date, '2026-11-27', '2026-12-18'];
const [first, last] = [easternTime(date, 9, 30), easternTime(date, 16, 0)];
const slotMs = 300_000;

/**
 * A session of topic `market`, looked at for six seconds every five minutes, whose alerts follow from what is written here. Calls are held from
 * 100 upwards and puts downwards, as many of each: zero gamma lies about 100, and spot is four points off it on the side that the hour says.
 * One call trades: against 1 000 held, 3 500 score 35 for the whale, 0 for fresh interest and 30 for a skew above 6, which is 65; 5 000 score
 * 85, for fresh interest of more than four times is worth 20.
 */
export const alertDay = (): readonly BusRecord[] => {
  const records: BusRecord[] = [];
  let seq = 0;
  const put = (atMs: number, { kind, body }: Pick<MarketEvent, 'kind' | 'body'>, partition = home): void => {
    const at = epochMs(atMs);
    const mark = kind === 'time-mark';
    if (!mark) seq += 1;
    const underlying = mark ? '*' : daySymbol;
    const times = { eventMs: at, receiveMs: at, emitMs: at, sessionDate: sessionDate(at) };
    const event = { kind, version: 1, feed: 'sim', run: 'day', underlying, seq: mark ? 0 : seq, ...times, body } as MarketEvent;
    records.push({ topic: topic.market.name, key: underlying, partition, value: encodeEvent(event), timestampMs: at });
  };
  for (let slot: number = first; slot < last; slot += slotMs) {
    const traded = slot < crossings.score ? 3_500 : 5_000;
    const spot = slot >= crossings.below && slot < crossings.above ? 96 : 104;
    // The full minute falls into the look: what is told by the minute is told.
    put(slot - 1_000, { kind: 'time-mark', body: {} });
    if (slot === first) put(slot, { kind: 'feed-link', body: { stream: 'up', reason: 'log in' } });
    put(slot + 10, { kind: 'underlying-quote', body: { origin: 'stream', last: spot, volume: 1_000_000 } });
    put(slot + 20, { kind: 'option-updates', body: chain(traded, spot, epochMs(slot)) });
    if (slot === first) put(slot + 30, { kind: 'chain-round', body: { windows: 1, givenUp: 0 } });
    for (let ms = 1_000; ms <= 5_000; ms += 1_000) put(slot + ms, { kind: 'time-mark', body: {} });
  }
  return records;
};

const home = partitionOf(daySymbol, partitionCount);

/** When spot goes below zero gamma and above it again, and when the score goes beyond 80. */
export const crossings = {
  below: easternTime(date, 11, 0),
  score: easternTime(date, 12, 0),
  above: easternTime(date, 13, 0),
};
/** The scanner's look at which the score goes up lies between the two: levels are known by then as they were, and no later. */
export const scoreLook = { from: crossings.score + 4_500, to: crossings.score + 10_000 };

const tradedCall = formatOsi({ root: daySymbol, expiry: expiries[1]!, side: 'call', strike: 100 });
const contracts = expiries.flatMap((expiry) =>
  Array.from({ length: 41 }, (_, i) => 80 + i).flatMap((strike) =>
    (['call', 'put'] as const).map((side) => ({ root: daySymbol, expiry, side, strike })),
  ),
);
const symbols = contracts.map(formatOsi);

/** A fraction a year: it falls by two points a strike, which makes a skew of more than 6. */
const volatility = (strike: number): number => 0.95 - 0.02 * (strike - 80);

/** All contracts, held, and quoted around what their volatility makes them worth. */
const chain = (traded: number, spot: number, at: EpochMs): OptionUpdates => {
  const worth = ({ side, strike, expiry }: (typeof contracts)[number]): number => {
    const years = yearsToSettlement(at, settlesMs(expiry, 'pm'));
    return blackScholesPrice({ side, spot, strike, years, volatility: volatility(strike), rate: 0, dividendYield: 0 });
  };
  const column = (value: (contract: (typeof contracts)[number]) => number) => Float64Array.from(contracts, value);
  const { openInterest, iv, bid, ask, volume } = optionField;
  return {
    origin: 'rest',
    symbols,
    mask: new Uint16Array(symbols.length).fill(openInterest | iv | bid | ask | volume),
    columns: {
      openInterest: column(({ side, strike }) => ((side === 'call') === strike >= 100 ? 1_000 : 0)),
      iv: column(({ strike }) => volatility(strike)),
      bid: column((contract) => worth(contract) * 0.99),
      ask: column((contract) => worth(contract) * 1.01),
      volume: Float64Array.from(symbols, (symbol) => (symbol === tradedCall ? traded : 0)),
    },
    listing: { fromDate: expiries[0]!, toDate: expiries.at(-1)!, part: 0, parts: 1 },
  };
};
