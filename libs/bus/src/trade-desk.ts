import {
  type EpochMs,
  type Feed,
  type LevelsEvent,
  type OpportunitiesEvent,
  placeOf,
  scoreAtEntry,
  spotAtFill,
  type Trade,
  type TradeBook,
  tradeFault,
  tradeKey,
  tradeLimits,
} from '@gexstream/domain';
import type { BusRecord, Publisher } from './bus.ts';
import { tradeId, tradeRecord, tradeRemoval } from './trade-record.ts';

export interface TradeDeskOptions {
  readonly bus: Publisher;
  /** Followed by whoever brings it. */
  readonly book: TradeBook;
  readonly feed: Feed;
  /** Of this process. */
  readonly run: string;
  /** The feed's time. */
  readonly now: () => EpochMs;
  /** The present, for what a trade was made in. */
  readonly levels: (symbol: string) => LevelsEvent | null;
  readonly opportunities: (symbol: string) => OpportunitiesEvent | null;
}

/** An entry as somebody tells it, and its exit if there is one already. */
export type ToldTrade = Pick<Trade, 'owner' | 'symbol' | 'expiry' | 'strike' | 'side' | 'direction' | 'quantity' | 'note'> & {
  readonly entry: ToldFill;
  readonly exit: ToldFill | null;
};

export interface ToldFill {
  readonly atMs: EpochMs;
  readonly price: number;
}

/** Changes of trades, kept on the topic before they count here. Each rejects with a `TradeRefusal`, or the bus's own error. */
export interface TradeDesk {
  /** `known`: the same entry was there already, and stays as it was. */
  add(told: ToldTrade): Promise<{ readonly trade: Trade; readonly known: boolean }>;
  /** Again, the exit is corrected. */
  close(trade: Trade, exit: ToldFill): Promise<Trade>;
  erase(trades: readonly Trade[]): Promise<void>;
}

/** What was told cannot be kept; the message is for people. */
export class TradeRefusal extends Error {
  override readonly name = 'TradeRefusal';
  /** As the API calls it; null when as many are kept as may be. */
  readonly field: string | null;

  constructor(field: string | null, message: string) {
    super(message);
    this.field = field;
  }
}

export const tradeDesk = (options: TradeDeskOptions): TradeDesk => {
  const { bus, book, feed, run, levels, opportunities } = options;

  const spotAt = (symbol: string, fill: ToldFill, now: EpochMs) => ({ ...fill, spot: spotAtFill(levels(symbol), fill, now) });
  const keep = async (trade: Trade, now: EpochMs): Promise<Trade> => {
    const wrong = tradeFault(trade, now);
    if (wrong !== null) throw new TradeRefusal(wrong.field, wrong.message);
    await bus.publish([tradeRecord(trade, { feed, run, now })]);
    book.take(tradeKey(placeOf(trade)), trade);
    return trade;
  };

  return {
    async add(told) {
      const now = options.now();
      const { symbol, owner } = told;
      const trade = {
        ...told,
        entry: spotAt(symbol, told.entry, now),
        exit: told.exit && spotAt(symbol, told.exit, now),
        ...scoreAtEntry(opportunities(symbol), told, told.entry, now),
      };
      const id = tradeId(trade);
      const own = book.of([owner]);
      const known = own.find((each) => each.id === id);
      if (known !== undefined) return { trade: known, known: true };
      if (own.length >= tradeLimits.ofOwnerMax)
        throw new TradeRefusal(null, `${tradeLimits.ofOwnerMax} trades are kept of a user; erase some first`);
      if (book.size >= tradeLimits.allMax)
        throw new TradeRefusal(null, `${tradeLimits.allMax} trades of all users are kept; somebody has to erase some first`);
      return { trade: await keep({ id, ...trade }, now), known: false };
    },
    close: (trade, exit) => {
      const now = options.now();
      return keep({ ...trade, exit: spotAt(trade.symbol, exit, now) }, now);
    },
    async erase(trades) {
      const now = options.now();
      const removals = trades.map((trade): BusRecord => tradeRemoval(placeOf(trade), now));
      if (removals.length > 0) await bus.publish(removals);
      for (const { key } of removals) book.take(key, null);
    },
  };
};
