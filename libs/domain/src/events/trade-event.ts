import type { Trade } from '../trades/trade.ts';
import type { Envelope } from './envelope.ts';

/** Topic `trades`, keyed by `tradeKey`: a trade, whole, as it is from now on; a deletion erases it. The envelope has the feed's time. */
export type TradeEvent = Envelope<'trade', Trade>;
