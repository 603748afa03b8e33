import { isLoopback } from '@gexstream/api/config';
import type { KafkaBusOptions, KafkaSasl, KafkaTls } from '@gexstream/bus/kafka';
import type { Settings } from '../config.ts';
import { readSecretFile } from '../read-secret-file.ts';
import { UsageError } from '../usage-error.ts';

/** How Kafka is entered, from the configuration: encryption and login. Throws a `UsageError` on half a setting and on files that cannot be read. */
export const kafkaAccess = (config: Settings): Pick<KafkaBusOptions, 'tls' | 'sasl'> => ({ ...tls(config), ...sasl(config) });

const tls = (config: Settings): { readonly tls?: true | KafkaTls } => {
  const files = {
    KAFKA_TLS_CA_FILE: config.kafkaTlsCaFile,
    KAFKA_TLS_CERT_FILE: config.kafkaTlsCertFile,
    KAFKA_TLS_KEY_FILE: config.kafkaTlsKeyFile,
  };
  const given = Object.entries(files).filter(([, file]) => file !== null);
  if (config.kafkaTls === 'off') {
    // Never in the clear by a variable forgotten.
    if (given.length > 0) throw new UsageError(`${given[0]![0]} is set and KAFKA_TLS is not: set KAFKA_TLS=on`);
    return {};
  }
  if (given.length === 0) return { tls: true };
  if ((files.KAFKA_TLS_CERT_FILE === null) !== (files.KAFKA_TLS_KEY_FILE === null))
    throw new UsageError(
      "a client's certificate and its key belong together: set both KAFKA_TLS_CERT_FILE and KAFKA_TLS_KEY_FILE",
    );
  const pem = (variable: keyof typeof files): string | undefined => {
    const file = files[variable];
    return file === null ? undefined : readSecretFile(file, `${variable} names a PEM file`, 'set it to one');
  };
  const [ca, certificate, key] = [pem('KAFKA_TLS_CA_FILE'), pem('KAFKA_TLS_CERT_FILE'), pem('KAFKA_TLS_KEY_FILE')];
  return { tls: { ...(ca && { ca }), ...(certificate && { certificate }), ...(key && { key }) } };
};

const sasl = (config: Settings): { readonly sasl?: KafkaSasl } => {
  const { kafkaSaslMechanism: mechanism, kafkaSaslUsername: username } = config;
  if (mechanism === null) return {};
  const password =
    config.kafkaSaslPassword ??
    (config.kafkaSaslPasswordFile === null
      ? null
      : readSecretFile(config.kafkaSaslPasswordFile, 'Kafka wants a password', 'set KAFKA_SASL_PASSWORD_FILE'));
  if (username === null || password === null)
    throw new UsageError(
      'KAFKA_SASL_MECHANISM is set: KAFKA_SASL_USERNAME and KAFKA_SASL_PASSWORD_FILE (or KAFKA_SASL_PASSWORD) are needed too',
    );
  if (mechanism === 'plain' && config.kafkaTls === 'off' && !config.kafka?.every(isLocal))
    throw new UsageError(
      'KAFKA_SASL_MECHANISM plain sends the password as it is, and KAFKA_TLS is off: set KAFKA_TLS=on, or take scram-sha-512',
    );
  return { sasl: { mechanism, username, password } };
};

/** Whether a broker (`host:port`) is on this machine. */
const isLocal = (broker: string): boolean => isLoopback(broker.replace(/:\d+$/, ''));
