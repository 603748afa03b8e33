import { simulatedClock } from '@gexstream/actors';
import Fastify, { type FastifyInstance } from 'fastify';
import { describe, expect, test } from 'vitest';
import { ApiError } from '../errors.ts';
import { openMs } from '../events.fixture.ts';
import { apiKeySha256, requireKey } from './authorization.ts';
import { answerLoopbackHostsOnly } from './host-check.ts';
import { answerWithProblems } from './problem-answers.ts';

const serving = (guard: (app: FastifyInstance) => void): FastifyInstance => {
  const app = Fastify();
  answerWithProblems(app, simulatedClock(openMs));
  guard(app);
  for (const path of ['/', '/livez']) app.get(path, async () => 'served');
  return app;
};

describe('keys', () => {
  const app = serving((to) =>
    requireKey(to, [
      { name: 'a', sha256: apiKeySha256('first') },
      { name: 'b', sha256: apiKeySha256('second') },
    ]),
  );
  const basic = (password: string): string => `Basic ${Buffer.from(`anyone:${password}`).toString('base64')}`;

  test.each([
    ['no key', undefined, 401],
    ['a wrong key', 'Bearer third', 401],
    ['a key’s hash in its place', `Bearer ${apiKeySha256('first')}`, 401],
    ['another scheme', 'Digest first', 401],
    ['the first key', 'Bearer first', 200],
    ['the second key, scheme in small letters', 'bearer second', 200],
    ['the key as a browser’s password', basic('second'), 200],
    ['a wrong password', basic('third'), 401],
  ])('%s gives the right answer', async (_case, authorization, status) => {
    const answer = await app.inject({ url: '/', headers: authorization === undefined ? {} : { authorization } });
    expect(answer.statusCode).toBe(status);
    if (status === 401) expect(answer.json()).toMatchObject({ error: 'key-required', status: 401 });
  });

  test('are not asked for by health checks', async () => {
    expect((await app.inject('/livez')).statusCode).toBe(200);
  });

  test('kept as anything but a SHA-256 are refused at start', () => {
    expect(() => requireKey(Fastify(), [{ name: 'a', sha256: 'first' }])).toThrow(ApiError);
  });
});

describe('on loopback', () => {
  const app = serving(answerLoopbackHostsOnly);

  test.each([
    ['127.0.0.1:8080', 200],
    ['localhost', 200],
    ['[::1]:8080', 200],
    ['gex.localhost:80', 200],
    ['evil.example', 421],
    ['127.0.0.1.evil.example', 421],
    ['localhost.evil.example:8080', 421],
  ])('a request to host %s gets %i', async (host, status) => {
    expect((await app.inject({ url: '/', headers: { host } })).statusCode).toBe(status);
  });
});
