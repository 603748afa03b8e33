import { type Feed, type TradeEvent, type TradePlace, tradeResult } from '@gexstream/domain';
import type { RowOf, tradeOutcomes } from '@gexstream/store';

/** The row of table `trade_outcomes`; it stands at the entry, and a later word on the trade takes its place. */
export const tradeRow = ({ body, feed }: TradeEvent): RowOf<typeof tradeOutcomes> => {
  const { owner, id, symbol, expiry, strike, side, direction, quantity, signal, composite, entry, exit } = body;
  const result = tradeResult(body);
  return {
    entry_ts: entry.atMs,
    owner,
    trade_id: id,
    state: result === null ? 'open' : result.win ? 'win' : 'loss',
    underlying: symbol,
    expiry,
    strike,
    side: side === 'call' ? 'CALL' : 'PUT',
    direction,
    quantity,
    signal_type: signal,
    composite_score: composite,
    entry_price: entry.price,
    entry_spot: entry.spot,
    exit_ts: exit?.atMs ?? null,
    exit_price: exit?.price ?? null,
    exit_spot: exit?.spot ?? null,
    profit_loss: result?.perContract ?? null,
    total_profit_loss: result?.total ?? null,
    contract_return: result?.return ?? null,
    held_ms: result?.heldMs ?? null,
    feed,
  };
};

/** What takes the place of a trade's row once it is erased: that there was one, and nothing of it. */
export const erasedTradeRow = ({ owner, id, enteredMs }: TradePlace, feed: Feed): RowOf<typeof tradeOutcomes> => ({
  entry_ts: enteredMs,
  owner,
  trade_id: id,
  state: 'erased',
  underlying: null,
  expiry: null,
  strike: null,
  side: null,
  direction: null,
  quantity: null,
  signal_type: null,
  composite_score: null,
  entry_price: null,
  entry_spot: null,
  exit_ts: null,
  exit_price: null,
  exit_spot: null,
  profit_loss: null,
  total_profit_loss: null,
  contract_return: null,
  held_ms: null,
  feed,
});
