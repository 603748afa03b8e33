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

/** A log of this app's own that never writes what opens doors, should a request end up in it. */
export const redactedLog = (log: Logger): Logger =>
  log.child({ app: 'api' }, { redact: { paths: secrets, censor: '[redacted]' } });
