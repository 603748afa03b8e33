export {
  type Fill,
  placeOf,
  sharesPerContract,
  type Trade,
  type TradePlace,
  tradeKey,
  tradeLimits,
  tradePlace,
} from './trade.ts';
export { type TradeBook, tradeBook } from './trade-book.ts';
export { isTrade, type TradeFault, tradeFault } from './trade-fault.ts';
export { type TradeResult, type TradeStatistics, tradeResult, tradeStatistics } from './trade-result.ts';
export { scoreAtEntry, spotAtFill } from './trade-scene.ts';
