export { behind } from './behind.ts';
export type {
  Batch,
  Bus,
  BusAdmin,
  BusRecord,
  Commit,
  PartitionOffsets,
  Publisher,
  StoredRecord,
  SubscribeOptions,
  Subscriber,
  Subscription,
  TopicDeclaration,
  TopicDifference,
  TopicInspection,
  TopicPartition,
} from './bus.ts';
export { decodeEvent, encodeEvent, legibleEvent, readableJson } from './codec/index.ts';
export { deadLetter, rowDeadLetters } from './dead-letter.ts';
export { type DemandStamp, demandKey, demandRecord, demandWithdrawal } from './demand-record.ts';
export { BusError, type BusErrorCode } from './errors.ts';
export { type FollowTradesOptions, followTrades } from './follow-trades.ts';
export {
  type LinkStamp,
  linkCodeMs,
  linkCodeRecord,
  linkCodeRemoval,
  linkCodeSha256,
  linkEndRecord,
  linkEndRemoval,
  newLinkCode,
} from './link-record.ts';
export { murmur2, partitionOf } from './murmur2.ts';
export { type AfterOutputs, type BatchOutputs, type OutputPublisher, outputPublisher } from './output-publisher.ts';
export { type DeadLetter, type RecordLetter, type RowLetter, readDeadLetters, redriveMark } from './read-dead-letters.ts';
export { readTopic } from './read-topic.ts';
export { type RetryPassingOptions, retryPassing } from './retry-passing.ts';
export {
  type RestoredSnapshot,
  restoreSnapshots,
  type Snapshot,
  type SnapshotFormat,
  type SnapshotPlace,
  snapshotRecords,
} from './snapshot-records.ts';
export { partitionCount, type RecordFormat, type SystemTopic } from './topic-declaration.ts';
export { allTopics, topic } from './topics.ts';
export { type ToldFill, type ToldTrade, type TradeDesk, type TradeDeskOptions, TradeRefusal, tradeDesk } from './trade-desk.ts';
export { type TradeStamp, tradeId, tradeRecord, tradeRemoval } from './trade-record.ts';
