import { z } from 'zod';

/** How brokers are reached, once they are named. */
export const kafkaSettings = {
  kafkaClient: z.enum(['auto', 'rdkafka', 'kafkajs'], 'auto, rdkafka or kafkajs').default('auto'),
  kafkaMember: z
    .string()
    .regex(/^[\w.-]{1,100}$/, 'a name of letters, digits, `.`, `_` and `-`, such as gex-1')
    .nullable()
    .default(null),
  kafkaSaslMechanism: z
    .enum(['plain', 'scram-sha-256', 'scram-sha-512'], 'plain, scram-sha-256 or scram-sha-512')
    .nullable()
    .default(null),
  kafkaSaslUsername: z.string().nullable().default(null),
  kafkaSaslPassword: z.string().nullable().default(null),
  kafkaSaslPasswordFile: z.string().nullable().default(null),
  kafkaTls: z.enum(['on', 'off'], 'on or off').default('off'),
  /** PEM files. Without an authority of one's own the system's are trusted. */
  kafkaTlsCaFile: z.string().nullable().default(null),
  kafkaTlsCertFile: z.string().nullable().default(null),
  kafkaTlsKeyFile: z.string().nullable().default(null),
};

export const kafkaSources = {
  kafkaClient: { variable: 'KAFKA_CLIENT' },
  kafkaMember: { variable: 'KAFKA_MEMBER' },
  kafkaSaslMechanism: { variable: 'KAFKA_SASL_MECHANISM' },
  kafkaSaslUsername: { variable: 'KAFKA_SASL_USERNAME' },
  kafkaSaslPassword: { variable: 'KAFKA_SASL_PASSWORD' },
  kafkaSaslPasswordFile: { variable: 'KAFKA_SASL_PASSWORD_FILE' },
  kafkaTls: { variable: 'KAFKA_TLS' },
  kafkaTlsCaFile: { variable: 'KAFKA_TLS_CA_FILE' },
  kafkaTlsCertFile: { variable: 'KAFKA_TLS_CERT_FILE' },
  kafkaTlsKeyFile: { variable: 'KAFKA_TLS_KEY_FILE' },
} as const satisfies Record<keyof typeof kafkaSettings, { readonly variable: string }>;
