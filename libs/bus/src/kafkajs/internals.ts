import { createRequire } from 'node:module';
import type { KafkaConfig, logLevel } from 'kafkajs';
import type { FetchedPartition } from './fetch-response.ts';

/**
 * What is used of kafkajs below its public API, typed here and nowhere else: to fetch without a group (the public consumer must have
 * one), and to be a member of a group that drains before it gives partitions up and finds a new coordinator while a handler runs. The
 * version is pinned and upstream no longer moves.
 */
export interface Cluster {
  connect(): Promise<void>;
  disconnect(): Promise<void>;
  addMultipleTargetTopics(topics: readonly string[]): Promise<void>;
  refreshMetadata(): Promise<void>;
  findBroker(at: { nodeId: string | number }): Promise<Broker>;
  findGroupCoordinator(of: { groupId: string }): Promise<Broker>;
  findTopicPartitionMetadata(topic: string): readonly { readonly partitionId: number; readonly leader: number }[];
}

export interface Broker {
  readonly connectionPool: { send(request: unknown): Promise<unknown> };
  disconnect(): Promise<void>;
  joinGroup(request: {
    groupId: string;
    memberId: string;
    sessionTimeout: number;
    rebalanceTimeout: number;
    groupProtocols: readonly { readonly name: string; readonly metadata: Buffer }[];
  }): Promise<{
    readonly generationId: number;
    readonly leaderId: string;
    readonly memberId: string;
    readonly members: readonly { readonly memberId: string; readonly memberMetadata: Buffer }[];
  }>;
  syncGroup(request: {
    groupId: string;
    generationId: number;
    memberId: string;
    groupAssignment: readonly { readonly memberId: string; readonly memberAssignment: Buffer }[];
  }): Promise<{ readonly memberAssignment: Buffer }>;
  heartbeat(request: { groupId: string; groupGenerationId: number; memberId: string }): Promise<unknown>;
  leaveGroup(request: { groupId: string; memberId: string }): Promise<unknown>;
  offsetCommit(request: {
    groupId: string;
    groupGenerationId: number;
    memberId: string;
    topics: readonly {
      readonly topic: string;
      readonly partitions: readonly { readonly partition: number; readonly offset: string }[];
    }[];
  }): Promise<unknown>;
}

export interface FetchRequest {
  readonly maxWaitTime: number;
  readonly minBytes: number;
  readonly maxBytes: number;
  readonly topics: readonly {
    readonly topic: string;
    readonly partitions: readonly { readonly partition: number; readonly fetchOffset: string; readonly maxBytes: number }[];
  }[];
}

/** Reads Kafka's binary form. */
export interface Decoder {
  readBoolean(): boolean;
  readInt16(): number;
  readInt32(): number;
  /** A bigint or a Long; both print the number. */
  readInt64(): { toString(): string };
  readString(): string;
  readBytes(bytes?: number): Buffer;
  readArray<T>(read: (decoder: Decoder) => T): T[];
  readArrayAsync<T>(read: (decoder: Decoder) => Promise<T>): Promise<T[]>;
  canReadBytes(bytes: number): boolean;
}

/** Writes Kafka's binary form. */
export interface Encoder {
  writeInt32(value: number): Encoder;
}

export interface RecordBatch {
  readonly firstOffset: string;
  readonly lastOffsetDelta: number;
  readonly isControlBatch: boolean;
  readonly records: readonly {
    readonly offset: string;
    readonly timestamp: string;
    readonly key: Buffer | null;
    readonly value: Buffer | null;
  }[];
}

const load = createRequire(import.meta.url);

const Cluster = load('kafkajs/src/cluster') as new (options: object) => Cluster;
const socketFactory = load('kafkajs/src/network/socketFactory') as () => unknown;
const { createLogger } = load('kafkajs/src/loggers') as {
  createLogger(options: { level: logLevel | undefined; logCreator: KafkaConfig['logCreator'] }): unknown;
};
const fetchRequest = load('kafkajs/src/protocol/requests/fetch/v11/request') as (request: object) => object;

export const EncoderOf = load('kafkajs/src/protocol/encoder') as new () => Encoder;
export const DecoderOf = load('kafkajs/src/protocol/decoder') as new (buffer: Buffer) => Decoder;
export const decodeRecordBatch = load('kafkajs/src/protocol/recordBatch/v0/decoder') as (from: Decoder) => Promise<RecordBatch>;
export const { MemberMetadata, MemberAssignment } = load('kafkajs/src/consumer/assignerProtocol') as {
  MemberMetadata: {
    encode(of: { version: number; topics: readonly string[] }): Buffer;
    decode(buffer: Buffer): { readonly topics: readonly string[] };
  };
  MemberAssignment: {
    encode(of: { version: number; assignment: Readonly<Record<string, readonly number[]>> }): Buffer;
    decode(buffer: Buffer): { readonly assignment: Readonly<Record<string, readonly number[]>> } | null;
  };
};

/** Connections of its own: a fetch waits at the broker, and would keep others on the same connection waiting. */
export const openCluster = (config: KafkaConfig): Cluster =>
  new Cluster({
    ...config,
    logger: createLogger({ level: config.logLevel, logCreator: config.logCreator }),
    socketFactory: socketFactory(),
    enforceRequestTimeout: true,
    metadataMaxAge: 60_000,
    allowAutoTopicCreation: false,
  });

export const sendFetch = async (
  broker: Broker,
  request: FetchRequest,
  response: { decode(raw: Buffer): Promise<FetchedPartition[]>; parse(data: FetchedPartition[]): Promise<FetchedPartition[]> },
): Promise<FetchedPartition[]> => {
  const readUncommitted = 0;
  try {
    return (await broker.connectionPool.send({
      request: fetchRequest({ replicaId: -1, isolationLevel: readUncommitted, ...request }),
      response,
    })) as FetchedPartition[];
  } catch (error) {
    // As kafkajs' own broker does: the next use connects again.
    if ((error as Error).name === 'KafkaJSConnectionClosedError') await broker.disconnect();
    throw error;
  }
};
