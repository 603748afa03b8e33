import { randomUUID } from 'node:crypto';
import { type Bus, type BusRecord, tradeId, tradeRecord, tradeRemoval } from '@gexstream/bus';
import {
  placeOf,
  type ScannerView,
  scoreAtEntry,
  spotAtFill,
  type Trade,
  type TradeBook,
  tradeFault,
  tradeKey,
  tradeLimits,
} from '@gexstream/domain';
import type { EpochMs } from '@gexstream/domain/time';
import { ProblemError, wrongField } from '../server/problem.ts';
import type { LiveView } from './live-view.ts';

export interface TradeDeskOptions {
  readonly bus: Bus;
  readonly book: TradeBook;
  readonly view: LiveView;
  readonly scanner: ScannerView;
}

export type Entry = Pick<Trade, 'owner' | 'symbol' | 'expiry' | 'strike' | 'side' | 'direction' | 'quantity' | 'note'> & {
  readonly entry: Told;
  readonly exit: Told | null;
};

/** A price as somebody tells it. */
export interface Told {
  readonly atMs: EpochMs;
  readonly price: number;
}

/** Changes of trades: kept on the topic before they count here. What cannot be is a `ProblemError` that names the field. */
export interface TradeDesk {
  /** `known`: the same entry was there already, and stays as it was. */
  add(entry: Entry): Promise<{ readonly trade: Trade; readonly known: boolean }>;
  close(trade: Trade, exit: Told): Promise<Trade>;
  erase(trade: Trade): Promise<void>;
}

export const tradeDesk = ({ bus, book, view, scanner }: TradeDeskOptions): TradeDesk => {
  const run = randomUUID();

  const publish = async (record: BusRecord): Promise<void> => {
    try {
      await bus.publish([record]);
    } catch (cause) {
      throw new ProblemError(
        'bus-unavailable',
        'Nothing was changed, for the topics cannot be written now; ask again',
        [],
        cause,
      );
    }
  };
  const keep = async (trade: Trade, now: EpochMs): Promise<Trade> => {
    const wrong = tradeFault(trade, now);
    if (wrong !== null) throw wrongField(wrong.field, wrong.message);
    await publish(tradeRecord(trade, { feed: view.feed(), run, now }));
    book.take(tradeKey(placeOf(trade)), trade);
    return trade;
  };
  const spotAt = (symbol: string, at: Told, now: EpochMs): number | null =>
    spotAtFill(view.answers(symbol)?.levels ?? null, at, now);

  return {
    async add(told) {
      const now = view.feedNow();
      const entry = { ...told.entry, spot: spotAt(told.symbol, told.entry, now) };
      const exit = told.exit && { ...told.exit, spot: spotAt(told.symbol, told.exit, now) };
      const trade = { ...told, entry, exit, ...scoreAtEntry(scanner.opportunities(told.symbol), told, told.entry, now) };
      const id = tradeId(trade);
      const own = book.of([told.owner]);
      const known = own.find((each) => each.id === id);
      if (known !== undefined) return { trade: known, known: true };
      if (own.length >= tradeLimits.ofOwnerMax || book.size >= tradeLimits.allMax)
        throw new ProblemError(
          'no-room',
          own.length >= tradeLimits.ofOwnerMax
            ? `${tradeLimits.ofOwnerMax} trades are kept of a user; erase some first`
            : `${tradeLimits.allMax} trades of all users are kept; somebody has to erase some first`,
        );
      return { trade: await keep({ id, ...trade }, now), known: false };
    },
    close: (trade, exit) => {
      const now = view.feedNow();
      return keep({ ...trade, exit: { ...exit, spot: spotAt(trade.symbol, exit, now) } }, now);
    },
    async erase(trade) {
      await publish(tradeRemoval(placeOf(trade), view.feedNow()));
      book.take(tradeKey(placeOf(trade)), null);
    },
  };
};
