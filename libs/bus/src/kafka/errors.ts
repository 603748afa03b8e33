import { BusError } from '../errors.ts';

/** What both clients put into their errors: kafkajs a `type` by name, librdkafka a `code` by number. */
interface ClientError {
  readonly name?: string;
  readonly message?: string;
  readonly type?: string;
  readonly code?: number | string;
  readonly cause?: unknown;
}

const unknownTopic = new Set<unknown>(['UNKNOWN_TOPIC_OR_PARTITION', 3, -188, -190]);
const tooLarge = new Set<unknown>(['MESSAGE_TOO_LARGE', 'RECORD_LIST_TOO_LARGE', 10, 18]);
/** Wrong credentials, missing rights, unusable settings: the same call fails again. */
const refused = new Set<unknown>([
  'TOPIC_AUTHORIZATION_FAILED',
  'GROUP_AUTHORIZATION_FAILED',
  'CLUSTER_AUTHORIZATION_FAILED',
  'INCONSISTENT_GROUP_PROTOCOL',
  'INVALID_CONFIG',
  'INVALID_GROUP_ID',
  'POLICY_VIOLATION',
  'UNSUPPORTED_VERSION',
  'INVALID_RECORD',
  'INVALID_TIMESTAMP',
  23,
  24,
  29,
  30,
  31,
  32,
  35,
  40,
  44,
  58,
  87,
  112,
  -150,
  -169,
  -181,
  -186,
]);
/** What Node says of a certificate that it does not accept, and of a handshake that fails: the same call fails again. */
const untrusted = /^(SELF_SIGNED_CERT|DEPTH_ZERO|UNABLE_TO_|CERT_|ERR_TLS_CERT|ERR_SSL_|EPROTO)/;
const refusedNames = new Set(['KafkaJSSASLAuthenticationError', 'KafkaJSNotImplemented', 'TypeError', 'RangeError']);

/** A `BusError` of what a client threw; `doing` says what was being done, for the message. Everything that may pass is `BUS_TIMEOUT`. */
export const busError = (error: unknown, doing: string): BusError => {
  if (error instanceof BusError) return error;
  const found = innermost(error);
  const why = found.message ?? String(error);
  const told = [found.type, found.code];
  if (typeof found.code === 'string' && untrusted.test(found.code)) {
    const todo = 'Give the authority that signed the certificate, and the names that it was made for';
    return new BusError('BUS_REJECTED', `${doing}: ${why} (${found.code}). ${todo}`, error);
  }
  if (told.some((code) => unknownTopic.has(code))) {
    return new BusError('BUS_UNKNOWN_TOPIC', `${doing}: ${why}. Declare the topic before it is used`, error);
  }
  if (told.some((code) => tooLarge.has(code))) {
    return new BusError('BUS_RECORD_TOO_LARGE', `${doing}: ${why}. Send it in parts`, error);
  }
  if (told.some((code) => refused.has(code)) || refusedNames.has(found.name ?? '')) {
    return new BusError('BUS_REJECTED', `${doing}: ${why}. Check the credentials, the rights and the settings`, error);
  }
  return new BusError('BUS_TIMEOUT', `${doing}: ${why}. Try again; if it stays so, look whether the brokers answer`, error);
};

/** kafkajs wraps what happened in "retries exceeded" and the like. */
const innermost = (error: unknown): ClientError => {
  let found = (typeof error === 'object' && error !== null ? error : { message: String(error) }) as ClientError;
  for (let depth = 0; depth < 5 && found.type === undefined && isObject(found.cause); depth++) found = found.cause;
  return found;
};

const isObject = (value: unknown): value is ClientError => typeof value === 'object' && value !== null;

/** The name or number a client gave its error; undefined when it has none. */
export const errorType = (error: unknown): string | number | undefined => {
  const { type, code } = innermost(error);
  return type ?? code;
};
