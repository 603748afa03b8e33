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
  TopicPartition,
} from './bus.ts';
export { BusError, type BusErrorCode } from './errors.ts';
export { allTopics, partitionCount, topic } from './topics.ts';
