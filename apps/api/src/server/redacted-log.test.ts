import pino from 'pino';
import { expect, test } from 'vitest';
import { redactedLog } from './redacted-log.ts';

test('keys and cookies never reach the log, wherever a request hangs', () => {
  const lines: string[] = [];
  const log = redactedLog(pino({}, { write: (line: string) => void lines.push(line) }));
  const headers = { authorization: 'Bearer hidden-key', cookie: 'session=hidden-key', accept: 'text/html' };
  log.info({ req: { headers }, headers, ...headers, login: { token: 'hidden-key' } }, 'a request');
  expect(lines.join()).not.toContain('hidden-key');
  expect(lines.join()).toContain('text/html');
});
