export type { Cancel, Clock } from './clock.ts';
export { type EpochMs, epochMs, isoTime } from './epoch-ms.ts';
export { type FeedAnchor, feedTimeAt } from './feed-time.ts';
