export { type ChainContext, type ChainUpdates, chainToDomain } from './chain.ts';
export { chartContentToBar } from './chart-equity.ts';
export { type FrameContext, type FrameUpdate, type FrameUpdates, frameToDomain } from './frame.ts';
export { equityContentToQuote } from './level-one-equities.ts';
export { optionContentsToUpdates, streamedOptionFields } from './level-one-options.ts';
export { type QuotesResult, quotesToDomain } from './quotes.ts';
export { type Rejected, Rejections, type RejectReason } from './rejections.ts';
