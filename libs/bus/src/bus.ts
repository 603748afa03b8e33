import type { EpochMs } from '@gexstream/domain/time';

/** What is published. `value: null` on a compacted topic deletes the key. */
export interface BusRecord {
  readonly topic: string;
  readonly key: string;
  readonly value: Uint8Array | null;
  /** Only for records that belong to a partition rather than to a key, such as time marks; else the key's murmur2 decides. */
  readonly partition?: number;
  /** The record's event time: retention by age counts from it… */
  readonly timestampMs: EpochMs;
}

/** What is read back. */
export interface StoredRecord extends Omit<BusRecord, 'partition'> {
  readonly partition: number;
  /** Rises by one or more within a partition (compaction and retention leave holes). */
  readonly offset: number;
}

export interface Publisher {
  /**
   * Resolves once every record is kept so that a killed process loses none. Records of one call are kept all or none where the
   * adapter says `atomicPublish`. Order is kept per partition, within and between calls; across partitions nothing is promised.
   * Rejects with a `BusError`; then the caller may publish the same records again.
   */
  publish(records: readonly BusRecord[]): Promise<void>;
}

export interface Batch {
  readonly topic: string;
  readonly partition: number;
  /** In offset order, at least one. */
  readonly records: readonly StoredRecord[];
  /** The offset the next record of the partition will get: lag = endOffset − last offset − 1. */
  readonly endOffset: number;
}

export interface SubscribeOptions {
  readonly topics: readonly string[];
  /** Members of a group share the partitions; each sees a partition alone. Without a group the subscriber sees all and commits nothing. */
  readonly group?: string;
  /** Where a partition starts that the group has not committed. */
  readonly start: 'earliest' | 'latest';
  /**
   * Called when partitions come to this member, before the first of their records; may name offsets to start from instead of the committed
   * ones (state kept elsewhere, such as in a snapshot). Key: `topic/partition`.
   */
  readonly onAssigned?: (partitions: readonly TopicPartition[]) => Promise<ReadonlyMap<string, number> | undefined>;
  /**
   * Called when partitions leave, after the last of their batches has been handled, which may still be committed until this resolves; unless
   * somebody else has them already: then a commit does nothing.
   */
  readonly onRevoked?: (partitions: readonly TopicPartition[]) => Promise<void>;
  /** Most records in a batch. */
  readonly batchRecordsMax?: number;
  /**
   * Handles one batch; the next of the same subscription waits for it (that is the back-pressure). A rejection ends the subscription:
   * `done` rejects with it, and nothing of the batch is committed.
   */
  readonly onBatch: (batch: Batch, commit: Commit) => Promise<void>;
}

/**
 * Everything of the batch's partition up to and including `offset` is dealt with. Resolves once the group will not see it again. If the
 * partition was lost meanwhile (this member gave no sign of life for too long), nothing is committed: who has it now sees those records.
 */
export type Commit = (offset: number) => Promise<void>;

export interface TopicPartition {
  readonly topic: string;
  readonly partition: number;
}

export interface Subscription {
  /** Resolves when the subscription is closed, rejects when its handler or the bus failed. */
  readonly done: Promise<void>;
  /** Lets the running batch finish, then leaves the group. Safe to call twice. */
  close(): Promise<void>;
}

export interface Subscriber {
  subscribe(options: SubscribeOptions): Promise<Subscription>;
}

export interface TopicDeclaration {
  readonly name: string;
  readonly partitions: number;
  readonly cleanup: /** A record may go once it lies `retentionMs` of event time behind its partition's newest, or the topic holds more than `retentionBytes`. */
    | { readonly policy: 'delete'; readonly retentionMs: number; readonly retentionBytes: number }
    /** Only the last record of each key stays. A deleted key's marker stays for a day. */
    | { readonly policy: 'compact' };
  readonly doc: string;
}

/** A setting of a topic that is not as declared. */
export interface TopicDifference {
  /** `partitions`, or by the name that Kafka gives it: `retention.ms`. */
  readonly setting: string;
  readonly declared: string;
  /** Null where there is none: the topic, or the setting. */
  readonly found: string | null;
  /** `declareTopics` makes it so; else it throws, because keys would change their place or records would vanish. */
  readonly alterable: boolean;
}

/** A declared topic as it is found. */
export interface TopicInspection {
  readonly topic: string;
  readonly exists: boolean;
  /** What its records take on the disk, in one replica; null where nobody tells. */
  readonly bytes: number | null;
  /** None when it does not exist. */
  readonly differences: readonly TopicDifference[];
  /** Partitions that have fewer replicas in sync than they should; of a log in one file none. */
  readonly underReplicated: readonly number[];
}

/** Offsets `[start, end)` can be read. */
export interface PartitionOffsets extends TopicPartition {
  readonly start: number;
  readonly end: number;
}

export interface BusAdmin {
  /** Makes what is missing; a difference from what exists is a `BusError` `BUS_TOPIC_DIFFERS`. */
  declareTopics(topics: readonly TopicDeclaration[]): Promise<void>;
  /** Holds declarations against what exists, and changes nothing. In the order given. */
  inspectTopics(topics: readonly TopicDeclaration[]): Promise<readonly TopicInspection[]>;
  topics(): Promise<readonly TopicDeclaration[]>;
  offsets(topic: string): Promise<readonly PartitionOffsets[]>;
  groups(): Promise<readonly string[]>;
  /** The next offset the group will read, for partitions that it committed. */
  committed(group: string): Promise<readonly (TopicPartition & { readonly offset: number })[]>;
  /** Records of `[from, to)` as far as they exist, at most `limit`: for start-up, status and inspection, not for processing. */
  read(topic: string, partition: number, from: number, to: number, limit: number): Promise<readonly StoredRecord[]>;
}

export interface Bus extends Publisher, Subscriber, BusAdmin {
  /** Closes its subscriptions, then lets go of what it holds. Safe to call twice. */
  close(): Promise<void>;
}
