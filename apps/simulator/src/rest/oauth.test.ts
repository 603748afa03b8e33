import type { WireToken } from '@gexstream/schwab/wire';
import { expect, test } from 'vitest';
import { simulatedLogin } from '../settings.ts';
import { runningSimulator } from '../test-support/running-simulator.ts';

const callback = 'https://127.0.0.1:8182/callback';

test('the refresh token that is always valid gives a half-hour access token', async () => {
  const { token, get, clock } = await runningSimulator();
  const answer = await token();
  expect(answer).toMatchObject({ expires_in: 1800, token_type: 'Bearer', scope: 'api', refresh_token: 'SIM-REFRESH@' });
  expect(answer.access_token).toMatch(/^I0\..+@$/);
  expect((await get('/trader/v1/userPreference', answer.access_token)).status).toBe(200);
  await clock.advance(30 * 60_000);
  expect((await get('/trader/v1/userPreference', answer.access_token)).status).toBe(401);
});

test('an interactive login: a page to agree on, a redirect with a code that ends in an encoded @, exchanged once', async () => {
  const { get, post } = await runningSimulator();
  const query = { client_id: simulatedLogin.appKey, redirect_uri: callback, response_type: 'code', state: 's1"<b>' };
  const page = await (await get(`/v1/oauth/authorize?${new URLSearchParams(query)}`)).text();
  expect(page).toContain('SIMULATED');
  expect(page).toContain('value="s1&quot;&lt;b&gt;"');
  const redirect = await post('/v1/oauth/authorize', { ...query, state: 's1' });
  expect(redirect.status).toBe(302);
  const location = redirect.headers.get('location') ?? '';
  expect(location).toMatch(/^https:\/\/127\.0\.0\.1:8182\/callback\?code=C0\..+%40&session=.+&state=s1$/);

  const code = new URL(location).searchParams.get('code') ?? '';
  const exchange = () => post('/v1/oauth/token', { grant_type: 'authorization_code', code, redirect_uri: callback });
  const first = await exchange();
  expect(first.status).toBe(200);
  const token = (await first.json()) as WireToken;
  expect((await post('/v1/oauth/token', { grant_type: 'refresh_token', refresh_token: token.refresh_token })).status).toBe(200);
  expect((await exchange()).status).toBe(400);
});

test('a code is refused for another redirect address, and after thirty seconds', async () => {
  const { post, clock } = await runningSimulator();
  const code = async () => {
    const { headers } = await post('/v1/oauth/authorize', { client_id: simulatedLogin.appKey, redirect_uri: callback });
    return new URL(headers.get('location') ?? '').searchParams.get('code') ?? '';
  };
  const exchange = async (given: string, address: string) =>
    (await post('/v1/oauth/token', { grant_type: 'authorization_code', code: given, redirect_uri: address })).status;
  expect(await exchange(await code(), `${callback}/`)).toBe(400);
  const late = await code();
  await clock.advance(30_000);
  expect(await exchange(late, callback)).toBe(400);
});

test('wrong app credentials and unknown refresh tokens get the bodies seen on the wire', async () => {
  const { post } = await runningSimulator();
  const form = { grant_type: 'refresh_token', refresh_token: 'SIM-REFRESH@' };
  const wrongApp = await post('/v1/oauth/token', form, `${simulatedLogin.appKey}:wrong`);
  expect(wrongApp.status).toBe(401);
  expect(await wrongApp.json()).toEqual({ error: 'invalid_client', error_description: 'Unauthorized' });
  const wrongToken = await post('/v1/oauth/token', { ...form, refresh_token: 'none@' });
  expect(wrongToken.status).toBe(400);
  expect(await wrongToken.json()).toMatchObject({ error: 'invalid_grant' });
});
