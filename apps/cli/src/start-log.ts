import { type Logger, pino } from 'pino';
import pretty from 'pino-pretty';

/** Words that a log may never hold, wherever they stand. */
const secrets = ['token', 'accessToken', 'refreshToken', 'authorization', 'appSecret', 'apiKey'];

/** For people on a terminal, JSON lines elsewhere; both on standard error, so that standard output stays the program's answer. */
export const startLog = (level: string): Logger =>
  pino(
    { level, redact: { paths: secrets.flatMap((name) => [name, `*.${name}`, `*.*.${name}`]), censor: '[secret]' } },
    process.stderr.isTTY
      ? pretty({ destination: 2, translateTime: 'HH:MM:ss.l', ignore: 'pid,hostname', sync: true })
      : pino.destination(2),
  );
