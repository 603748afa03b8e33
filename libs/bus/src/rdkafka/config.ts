import type { KafkaBusOptions } from '../kafka/options.ts';

/** librdkafka's settings that producer and consumers share. */
export const connectionConfig = ({
  brokers,
  clientId,
  tls,
  sasl,
}: KafkaBusOptions): Record<string, string | number | boolean> => ({
  'metadata.broker.list': brokers.join(','),
  'client.id': clientId,
  'socket.keepalive.enable': true,
  'socket.nagle.disable': true,
  'reconnect.backoff.ms': 100,
  'reconnect.backoff.max.ms': 2_000,
  'topic.metadata.refresh.fast.interval.ms': 100,
  'allow.auto.create.topics': false,
  'security.protocol': `${sasl === undefined ? '' : 'sasl_'}${tls === undefined ? 'plaintext' : 'ssl'}`,
  ...(tls === undefined || tls === true ? {} : pem(tls)),
  ...(sasl === undefined
    ? {}
    : { 'sasl.mechanisms': sasl.mechanism.toUpperCase(), 'sasl.username': sasl.username, 'sasl.password': sasl.password }),
});

const pem = ({ ca, certificate, key }: Exclude<KafkaBusOptions['tls'], true | undefined>): Record<string, string> => ({
  ...(ca === undefined ? {} : { 'ssl.ca.pem': ca }),
  ...(certificate === undefined ? {} : { 'ssl.certificate.pem': certificate }),
  ...(key === undefined ? {} : { 'ssl.key.pem': key }),
});
