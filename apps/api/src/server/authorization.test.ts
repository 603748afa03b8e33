import { simulatedClock } from '@gexstream/actors';
import Fastify, { type FastifyInstance } from 'fastify';
import { describe, expect, test } from 'vitest';
import { openMs } from '../events.fixture.ts';
import { type ApiKey, apiKeySha256, type Scope } from '../keys/api-key.ts';
import { openKeyRing } from '../keys/key-ring.ts';
import { letEveryoneIn, requireKeys, shownKeyOf } from './authorization.ts';
import { answerLoopbackHostsOnly, refuseOtherSites } from './host-check.ts';
import { answerWithProblems } from './problem-answers.ts';
import { limitRequests, perMinute } from './rate-limits.ts';

const keyOf = (name: string, user: string, scope: Scope): ApiKey => ({ name, user, scope, sha256: apiKeySha256(`${name}-text`) });
const fixed = [keyOf('reader', 'ann', 'read'), keyOf('trader', 'ann', 'trade'), keyOf('boss', 'bob', 'admin')];
const clock = simulatedClock(openMs);
const ring = await openKeyRing({ fixed, path: null, clock, onUnreadable: () => {} });

const serving = async (guard: (app: FastifyInstance) => void): Promise<FastifyInstance> => {
  const app = Fastify();
  answerWithProblems(app, clock);
  guard(app);
  limitRequests(app, perMinute(1_000, clock));
  const caller = async ({ caller }: { readonly caller: unknown }) => caller;
  app.get('/', caller);
  app.get('/open', { config: { access: 'public', counted: false } }, caller);
  app.post('/trade', { config: { access: 'trade' } }, caller);
  app.post('/manage', { config: { access: 'admin' } }, caller);
  return app;
};

describe('keys', async () => {
  const app = await serving((to) => requireKeys(to, shownKeyOf(ring), perMinute(1_000, clock)));
  const basic = (password: string): string => `Basic ${Buffer.from(`anyone:${password}`).toString('base64')}`;
  const encoded = (json: object): string => Buffer.from(JSON.stringify(json)).toString('base64url');

  test.each([
    ['no key', undefined, 401],
    ['an empty one', 'Bearer ', 401],
    ['a wrong key', 'Bearer third', 401],
    ['a key and a letter more', 'Bearer reader-textx', 401],
    ['a key in another case', 'Bearer READER-TEXT', 401],
    ['a key’s hash in its place', `Bearer ${apiKeySha256('reader-text')}`, 401],
    ['a key’s name in its place', 'Bearer reader', 401],
    ['a token without a signature', `Bearer ${encoded({ alg: 'none' })}.${encoded({ sub: 'ann', scope: 'admin' })}.`, 401],
    ['another scheme', 'Digest reader-text', 401],
    ['two keys at once', 'Bearer wrong, Bearer reader-text', 401],
    ['a key', 'Bearer reader-text', 200],
    ['a key, scheme in small letters', 'bearer trader-text', 200],
    ['the key as a browser’s password', basic('boss-text'), 200],
    ['a wrong password', basic('third'), 401],
  ])('A2: %s gives the right answer', async (_case, authorization, status) => {
    const answer = await app.inject({ url: '/', headers: authorization === undefined ? {} : { authorization } });
    expect(answer.statusCode).toBe(status);
    if (status === 401) expect(answer.json()).toMatchObject({ error: 'key-required', status: 401 });
  });

  test('A2: a key in the query or in a cookie opens nothing', async () => {
    for (const url of ['/?key=reader-text', '/?access_token=reader-text', '/?authorization=Bearer%20reader-text'])
      expect((await app.inject({ url, headers: { cookie: 'authorization=Bearer reader-text' } })).statusCode).toBe(401);
  });

  test.each<[string, string, number]>([
    ['reader', '/trade', 403],
    ['reader', '/manage', 403],
    ['trader', '/trade', 200],
    ['trader', '/manage', 403],
    ['boss', '/trade', 200],
    ['boss', '/manage', 200],
  ])('the key %s gets %s answered with its scope in mind', async (key, url, status) => {
    const answer = await app.inject({ method: 'POST', url, headers: { authorization: `Bearer ${key}-text` } });
    expect(answer.statusCode).toBe(status);
    if (status === 403) expect(answer.json()).toMatchObject({ error: 'scope-required' });
  });

  test('X-07: the user is the key’s; the header counts only with an admin key', async () => {
    const user = async (key: string, asked: string) => {
      const headers = { authorization: `Bearer ${key}-text`, 'x-user-id': asked };
      return ((await app.inject({ url: '/', headers })).json() as { readonly user: string }).user;
    };
    expect([await user('reader', 'bob'), await user('trader', 'bob'), await user('boss', 'ann')]).toEqual(['ann', 'ann', 'ann']);
    const odd = await app.inject({ url: '/', headers: { authorization: 'Bearer boss-text', 'x-user-id': 'ann bob' } });
    expect(odd.json()).toMatchObject({ status: 400, errors: [{ field: 'x-user-id' }] });
  });

  test('are not asked for by public routes', async () => {
    expect((await app.inject('/open')).statusCode).toBe(200);
  });

  test('kept as anything but a SHA-256 are refused at start', async () => {
    const short = openKeyRing({ fixed: [{ ...fixed[0]!, sha256: 'first' }], path: null, clock, onUnreadable: () => {} });
    await expect(short).rejects.toMatchObject({ code: 'API_BAD_KEY_HASH' });
  });
});

describe('on loopback', async () => {
  const app = await serving((to) => {
    answerLoopbackHostsOnly(to);
    refuseOtherSites(to);
    letEveryoneIn(to, 'admin');
  });

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

  test('another site’s page changes nothing', async () => {
    const from = async (site: string) =>
      (await app.inject({ method: 'POST', url: '/manage', headers: { 'sec-fetch-site': site } })).statusCode;
    expect([await from('cross-site'), await from('same-origin'), await from('none')]).toEqual([421, 200, 200]);
  });

  test('everyone is the local user, who may act for any', async () => {
    expect((await app.inject({ method: 'POST', url: '/manage' })).json()).toMatchObject({ user: 'local', scope: 'admin' });
    expect((await app.inject({ url: '/', headers: { 'x-user-id': 'ann' } })).json()).toMatchObject({ user: 'ann' });
  });
});

test('a door left open on purpose lets everyone read, and no more', async () => {
  const app = await serving((to) => letEveryoneIn(to, 'read'));
  expect((await app.inject('/')).json()).toMatchObject({ user: 'local', scope: 'read' });
  expect((await app.inject({ method: 'POST', url: '/trade' })).json()).toMatchObject({ error: 'scope-required' });
});
