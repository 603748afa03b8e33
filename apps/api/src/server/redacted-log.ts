import type { Logger } from 'pino';

const secrets = [
  'authorization',
  'cookie',
  'token',
  '*.authorization',
  '*.cookie',
  '*.token',
  'req.headers.authorization',
  'req.headers.cookie',
  'headers.authorization',
  'headers.cookie',
];

/** The log, but never with what opens doors, should a request end up in it. */
export const redactedLog = (log: Logger): Logger => log.child({}, { redact: { paths: secrets, censor: '[redacted]' } });
