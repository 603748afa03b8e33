import { isoTime, outcomesMin, sharesPerContract, type Trade, tradeResult, tradeStatistics } from '@gexstream/domain';
import type { TradeAnswer, TradesAnswer } from '../contract/trades.ts';

export const tradeBody = (trade: Trade, user: string): TradeAnswer => {
  const { entry, exit } = trade;
  const result = tradeResult(trade);
  return {
    id: trade.id,
    of: trade.owner === user ? 'user' : 'chat',
    symbol: trade.symbol,
    expiry: trade.expiry,
    strike: trade.strike,
    type: trade.side === 'call' ? 'CALL' : 'PUT',
    direction: trade.direction,
    quantity: trade.quantity,
    multiplier: sharesPerContract,
    entered_at: isoTime(entry.atMs),
    entry_price: entry.price,
    entry_spot: entry.spot,
    exited_at: exit === null ? null : isoTime(exit.atMs),
    exit_price: exit?.price ?? null,
    exit_spot: exit?.spot ?? null,
    profit_loss_per_contract: result?.perContract ?? null,
    profit_loss: result?.total ?? null,
    return: result?.return ?? null,
    held_ms: result?.heldMs ?? null,
    win: result?.win ?? null,
    signal_type: trade.signal,
    composite_score: trade.composite,
    note: trade.note,
  };
};

export const tradeResultsBody = (trades: readonly Trade[]): TradesAnswer['results'] => {
  const statistics = tradeStatistics(trades);
  return {
    open: statistics.open,
    n: statistics.n,
    wins: statistics.wins,
    profit_loss: statistics.total,
    hit_rate: statistics.hitRate,
    hit_rate_low: statistics.hitRateInterval?.[0] ?? null,
    hit_rate_high: statistics.hitRateInterval?.[1] ?? null,
    mean_return: statistics.meanReturn,
    mean_profit_loss_per_contract: statistics.meanPerContract,
    mean_held_ms: statistics.meanHeldMs,
    note: statistics.n < outcomesMin ? 'not enough data' : '',
  };
};
