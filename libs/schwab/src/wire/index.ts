export type { WireChain, WireChainUnderlying, WireContract, WireDeliverable, WireExpiryMap } from './chain.ts';
export { chartField } from './chart-equity.ts';
export type { WireExpiration, WireExpirationChain } from './expiration-chain.ts';
export { equityField } from './level-one-equities.ts';
export { streamOptionField } from './level-one-options.ts';
export type { WireMarketDay, WireMarketHours } from './market-hours.ts';
export type { WireCandle, WirePriceHistory } from './price-history.ts';
export type { WireQuoteBlock, WireQuoteEntry, WireQuoteErrors, WireQuotes } from './quotes.ts';
export type { WireFault, WireMarketDataErrors } from './rest-error.ts';
export type { WireNumber } from './scalar.ts';
export {
  responseCode,
  type WireContent,
  type WireData,
  type WireFrame,
  type WireNotify,
  type WireResponse,
} from './streamer-frame.ts';
export {
  clientFrameBytesMax,
  type WireCommand,
  type WireRequest,
  type WireRequests,
  type WireService,
} from './streamer-request.ts';
export type { WireToken, WireTokenError } from './token.ts';
export type { WirePreferenceAccount, WireStreamerInfo, WireUserPreference } from './user-preference.ts';
