import type { Feed } from '@gexstream/domain';
import type { Clock } from '@gexstream/domain/time';
import type { TopicPartition } from '../bus.ts';

export interface KafkaBusOptions {
  /** `host:port` of some brokers; the rest is learned from them. */
  readonly brokers: readonly string[];
  /** Appears in the brokers' logs and metrics: the app's name. */
  readonly clientId: string;
  /** Prefix of every topic and group on the cluster: feeds never mix. Callers of the bus see plain names. */
  readonly feed: Feed;
  readonly clock: Clock;
  readonly log?: KafkaLog;
  /** `true` trusts the system's authorities. */
  readonly tls?: true | KafkaTls;
  readonly sasl?: KafkaSasl;
  /**
   * How members of a group agree. `consumer` is KIP-848 (brokers from 4.0): quick, only what moves pauses. Default `consumer` with
   * node-rdkafka; kafkajs knows `classic` alone. All members of a group use the same client library.
   */
  readonly groupProtocol?: 'consumer' | 'classic';
  /**
   * A name that this process has again after a restart (static membership). Its partitions wait for it, up to the session's time-out, and are
   * its own at once when it is back, also after SIGKILL. Node-rdkafka only, and `classic` for all members: KIP-848 lets nobody in by a name
   * whose session still runs. One living process a name: a second one ends the first.
   */
  readonly memberName?: string;
  /** Within this a record is acknowledged or `publish` rejects with `BUS_TIMEOUT`. Default 30 s. */
  readonly publishTimeoutMs?: number;
  /** Told every five seconds for the producer and for each subscription. */
  readonly onStatistics?: (statistics: KafkaStatistics) => void;
}

/** The part of a pino logger that is used. No field ever holds a secret. */
export interface KafkaLog {
  debug(fields: object, message: string): void;
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}

/** PEM texts. */
export interface KafkaTls {
  readonly ca?: string;
  readonly certificate?: string;
  readonly key?: string;
}

export interface KafkaSasl {
  readonly mechanism: 'plain' | 'scram-sha-256' | 'scram-sha-512';
  readonly username: string;
  readonly password: string;
}

export interface KafkaStatistics {
  readonly client: 'producer' | 'subscription';
  /** Null for the producer and for a subscription without a group. */
  readonly group: string | null;
  /** Waiting in this process: to be acknowledged, or to be handled. */
  readonly queuedRecords: number;
  readonly queuedBytes: number;
  /** Records on the broker behind the last handled one, for each partition held. */
  readonly lag: readonly (TopicPartition & { readonly records: number })[];
}

export const statisticsEveryMs = 5_000;
export const publishTimeoutMsDefault = 30_000;
/** Closing waits so long for what was published; then it is rejected. A process that is told to stop has ten seconds in most places. */
export const closeTimeoutMs = 5_000;

const silent = (): void => {};
export const noLog: KafkaLog = { debug: silent, info: silent, warn: silent, error: silent };
