import type { EpochMs } from '@gexstream/domain';
import { type ChainStart, type ContractDay, contractDay, tradesOf } from './contract-day.ts';
import { madeSecond, marketAt } from './contract-market.ts';
import type { TradesSoFar } from './contract-trading.ts';
import type { OptionContract } from './option-contract.ts';
import type { OptionDay, OptionQuote } from './option-quote.ts';
import { shownGreeks, theoreticalValue, yearsLeft } from './option-value.ts';
import type { PricePath } from './price-path.ts';
import { uniformOf } from './random.ts';
import { type MarketMoment, marketMoment, type Session, sessionsBefore, timeOfSecond } from './sessions.ts';
import type { SymbolProfile } from './symbol-profile.ts';

export interface OptionMarket {
  quote(contract: OptionContract, at: EpochMs): OptionQuote;
  day(contract: OptionContract, at: EpochMs): OptionDay;
  /** Changes whenever anything in `quote` may have: cheap, to be asked first. */
  version(contract: OptionContract, at: EpochMs): string;
}

interface KeptDay {
  readonly day: ContractDay;
  /** Price of the trade that is `count`th of the session. */
  lastTrade: { readonly count: number; readonly price: number };
}

/** Deepest size shown on a side, in contracts. */
const depthOf = { index: 60, etf: 400, stock: 120 } as const;

/** The options of one underlying. What it keeps is only what it could compute again. */
export const optionMarket = (profile: SymbolProfile, path: PricePath, start: ChainStart | null): OptionMarket => {
  const kept = new WeakMap<OptionContract, KeptDay>();

  const dayOf = (contract: OptionContract, session: Session): KeptDay => {
    const known = kept.get(contract);
    if (known && known.day.session.date === session.date) return known;
    const fresh = { day: contractDay(profile, path, start, contract, session), lastTrade: { count: 0, price: 0 } };
    kept.set(contract, fresh);
    return fresh;
  };

  /** The market's moment as of the contract's own latest turn within the second. */
  const momentOf = (contract: OptionContract, at: EpochMs): MarketMoment => {
    const moment = marketMoment(at);
    if (!moment.open) return moment;
    return { ...moment, second: Math.max(0, Math.floor((at - contract.actMs - moment.session.openMs) / 1000)) };
  };

  const actTime = (contract: OptionContract, session: Session, second: number): number =>
    timeOfSecond(session, second) + (second === 0 || second === session.seconds ? 0 : contract.actMs);

  /** Before today's first trade the last one is an older session's. */
  const olderTrade = (contract: OptionContract, day: ContractDay) => {
    const last = contract.listed === null ? day.previousClose : (contract.listed.last ?? 0);
    const yesterday = sessionsBefore(day.session.date, 1)[0];
    if (last === 0 || yesterday === undefined) return { last: 0, lastSize: 0, tradeMs: 0 };
    return { last, lastSize: 1, tradeMs: yesterday.closeMs - 1000 - (contract.id % 3_600_000) };
  };

  const lastOf = (contract: OptionContract, keptDay: KeptDay, trades: TradesSoFar) => {
    const { day } = keptDay;
    // What a real chain says was traded today was traded since the open.
    if (trades.count === 0 && day.volumeShift > 0)
      return { last: contract.listed?.last ?? 0, lastSize: 1, tradeMs: timeOfSecond(day.session, 0) };
    if (trades.count === 0) return olderTrade(contract, day);
    if (keptDay.lastTrade.count !== trades.count) {
      const { sides } = marketAt(profile, path, contract, { session: day.session, second: trades.lastSecond, open: true });
      const lifted = uniformOf(contract.id, day.session.dayNumber, trades.count) < 0.5;
      keptDay.lastTrade = { count: trades.count, price: lifted || sides.bid === 0 ? sides.ask : sides.bid };
    }
    return {
      last: keptDay.lastTrade.price,
      lastSize: trades.lastSize,
      tradeMs: actTime(contract, day.session, trades.lastSecond),
    };
  };

  return {
    version: (contract, at) => {
      const moment = momentOf(contract, at);
      const { day } = dayOf(contract, moment.session);
      const trades = tradesOf(contract, day, moment.second);
      return `${day.session.dayNumber}/${madeSecond(path, contract, moment)}/${trades.count}`;
    },

    quote: (contract, at) => {
      const moment = momentOf(contract, at);
      const keptDay = dayOf(contract, moment.session);
      const { second, spot, years, iv, value, sides } = marketAt(profile, path, contract, moment);
      const trades = tradesOf(contract, keptDay.day, moment.second);
      const depth = depthOf[profile.kind];
      return {
        ...sides,
        bidSize: sides.bid === 0 ? 0 : 1 + Math.floor(depth * uniformOf(contract.id, second, 7) ** 2),
        askSize: 1 + Math.floor(depth * uniformOf(contract.id, second, 8) ** 2),
        mark: Math.round((sides.bid + sides.ask) * 500) / 1000,
        quoteMs: actTime(contract, moment.session, second),
        ...lastOf(contract, keptDay, trades),
        volume: Math.max(0, trades.volume + keptDay.day.volumeShift),
        openInterest: keptDay.day.openInterest,
        iv,
        greeks: iv === null ? null : shownGreeks(contract, spot, years, iv),
        theoretical: value,
        underlyingPrice: Math.round(spot * 100) / 100,
      };
    },

    day: (contract, at) => {
      const moment = momentOf(contract, at);
      const keptDay = dayOf(contract, moment.session);
      const { day } = keptDay;
      const { high, low } = path.range(moment);
      const { last } = lastOf(contract, keptDay, tradesOf(contract, day, moment.second));
      // Bounds that only ever widen: the best spot so far with all the time, the worst one with the time that is left.
      const [best, worst] = contract.side === 'call' ? [high, low] : [low, high];
      const now = timeOfSecond(moment.session, moment.second);
      const most = theoreticalValue(contract, best, yearsLeft(contract, moment.session.openMs), day.openVol);
      const least = theoreticalValue(contract, worst, yearsLeft(contract, now), day.openVol);
      const onTick = (value: number): number => Math.round(value * 20) / 20;
      return {
        close: day.previousClose,
        open: day.openPrice,
        high: Math.max(onTick(most), last),
        low: Math.min(onTick(least), last),
      };
    },
  };
};
