import { request as httpsRequest } from 'node:https';
import { type Clock, epochMs } from '@gexstream/domain';
import { expect, onTestFinished, test } from 'vitest';
import { authorizationRequest } from './authorization-request.ts';
import { awaitCallback, isLocalCallback } from './await-callback.ts';
import { redirectedCode } from './redirected-code.ts';

const standing = (): { readonly clock: Clock; readonly ring: () => void } => {
  let due = (): void => {};
  return {
    clock: {
      now: () => epochMs(Date.parse('2026-11-25T12:00:00Z')),
      after: (_ms, callback) => {
        due = callback;
        return () => undefined;
      },
      every: () => () => undefined,
    },
    ring: () => due(),
  };
};

const get = (url: string): Promise<number | undefined> =>
  new Promise((resolve, reject) => {
    httpsRequest(url, { rejectUnauthorized: false }, (answer) => {
      answer.resume().once('end', () => resolve(answer.statusCode));
    })
      .once('error', reject)
      .end();
  });

const requestTo = (port: number) =>
  authorizationRequest({
    baseUrl: 'http://schwab.test',
    appKey: 'KEY',
    callbackUrl: `https://127.0.0.1:${port}/callback`,
    pkce: true,
  });

const listening = async () => {
  const request = requestTo(0);
  const { clock, ring } = standing();
  const wait = await awaitCallback(request, clock, 60_000);
  onTestFinished(() => wait.close());
  return { request, callbackUrl: `https://127.0.0.1:${wait.port}/callback`, wait, ring };
};

test('the code comes decoded; answers to other requests are refused and waited on', async () => {
  const { request, callbackUrl, wait } = await listening();
  expect(await get(new URL('/favicon.ico', callbackUrl).href)).toBe(404);
  expect(await get(`${callbackUrl}?code=C0.stolen%40&state=other`)).toBe(400);
  expect(await get(`${callbackUrl}?error=access_denied&state=${request.state}`)).toBe(400);
  expect(await get(`${callbackUrl}?code=C0.a.b%40&session=s&state=${request.state}`)).toBe(200);
  await expect(wait.code).resolves.toBe('C0.a.b@');
});

test('nobody waits for ever, and a port in use is named', async () => {
  const { wait, ring } = await listening();
  await expect(awaitCallback(requestTo(wait.port), standing().clock, 60_000)).rejects.toThrow(
    /Cannot listen on 127\.0\.0\.1:\d+.*--paste/,
  );
  ring();
  await expect(wait.code).rejects.toThrow(/No login came back within 1 minutes.*SCHWAB_LOGIN_REQUIRED/);
});

test('a pasted address yields its code only if it answers this request', () => {
  const request = { url: '', callbackUrl: 'https://127.0.0.1:8182/', state: 'mine', verifier: null };
  expect(redirectedCode('https://127.0.0.1:8182/?code=C0.x%40&session=1&state=mine', request)).toBe('C0.x@');
  expect(() => redirectedCode('https://127.0.0.1:8182/?code=C0.x%40', request)).toThrow(/another login/);
  expect(() => redirectedCode('https://127.0.0.1:8182/?state=mine', request)).toThrow(/no code/);
  expect(() => redirectedCode('', request)).toThrow(/no code/);
});

test('only https on this machine, with a port, can be caught', () => {
  expect(isLocalCallback('https://127.0.0.1:8182/')).toBe(true);
  expect(['https://127.0.0.1/', 'http://127.0.0.1:8182/', 'https://gex.example:8182/'].map(isLocalCallback)).toEqual([
    false,
    false,
    false,
  ]);
});
