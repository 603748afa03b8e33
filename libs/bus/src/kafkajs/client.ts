import kafkajs, { type Kafka, type KafkaConfig, type LogEntry, type SASLOptions } from 'kafkajs';
import type { KafkaBusOptions, KafkaLog } from '../kafka/options.ts';
import { noLog } from '../kafka/options.ts';
import { quietRequestQueue } from './quiet-request-queue.ts';

export const requestTimeoutMs = 10_000;
/** Together about eight seconds: a new leader or coordinator is found within. */
export const retries = { initialRetryTime: 100, maxRetryTime: 2_000, retries: 7 };

/** kafkajs' own settings; also what its `Cluster` takes. */
export const clientConfig = ({ brokers, clientId, tls, sasl, log }: KafkaBusOptions): KafkaConfig => {
  quietRequestQueue();
  return {
    brokers: [...brokers],
    clientId,
    connectionTimeout: 3_000,
    requestTimeout: requestTimeoutMs,
    retry: retries,
    logLevel: kafkajs.logLevel.INFO,
    logCreator: () => (entry) => writeLog(log ?? noLog, entry),
    ...(tls === undefined ? {} : { ssl: tls === true ? true : tlsOptions(tls) }),
    // The three mechanisms have one shape, which the union type does not say.
    ...(sasl === undefined ? {} : { sasl: { ...sasl } as SASLOptions }),
  };
};

export const kafkaClient = (options: KafkaBusOptions): Kafka => new kafkajs.Kafka(clientConfig(options));

const tlsOptions = ({ ca, certificate, key }: Exclude<KafkaBusOptions['tls'], true | undefined>): object => ({
  ...(ca === undefined ? {} : { ca: [ca] }),
  ...(certificate === undefined ? {} : { cert: certificate }),
  ...(key === undefined ? {} : { key }),
});

/**
 * What kafkajs calls an error and retries by itself: normal on a young cluster and while a broker changes. Its advice not to limit
 * retries is met otherwise: after a failure a new producer begins.
 */
const passing =
  /Limiting retries|coordinator|rebalanc|leader|Connection error|ECONNREFUSED|Failed to connect|Closed connection|Response (Metadata|InitProducerId|JoinGroup|FindCoordinator|GroupCoordinator)/i;

const writeLog = (to: KafkaLog, { level, namespace, log }: LogEntry): void => {
  // Not the stack, and no payload: a message, and which broker.
  const { message, error, broker, groupId } = log;
  const fields = { kafkajs: namespace, error, broker, groupId };
  if (level === kafkajs.logLevel.ERROR || level === kafkajs.logLevel.WARN) {
    const text = `${message} ${typeof error === 'string' ? error : ''}`;
    if (passing.test(text)) to.debug(fields, message);
    else to.warn(fields, message);
  } else {
    to.debug(fields, message);
  }
};
