export { type ChainUpdates, chainToDomain } from './chain.ts';
export { type FrameContext, type FrameUpdate, type FrameUpdates, frameBytesToDomain, frameToDomain } from './frame.ts';
export { streamedOptionFields } from './level-one-options.ts';
export { optionSession } from './market-hours.ts';
export { OptionColumns, type RowTimes } from './option-columns.ts';
export { priceHistoryToDomain } from './price-history.ts';
export { quotesToDomain } from './quotes.ts';
export type { Rejected } from './rejections.ts';
export { isSchemaDrift } from './schema-drift.ts';
