import type { WireToken } from '@gexstream/schwab/wire';
import { describe, expect, test } from 'vitest';
import { simulatedLogin } from '../settings.ts';
import { runningSimulator } from '../test-support/running-simulator.ts';
import { loggedInClient } from '../test-support/stream-client.ts';
import { parseFault } from './fault-kinds.ts';

const control = async (url: string, method: 'POST' | 'DELETE', fault?: string) => {
  const answer = await fetch(`${url}/simulator/faults`, {
    method,
    ...(fault === undefined ? {} : { headers: { 'content-type': 'application/json' }, body: JSON.stringify({ fault }) }),
  });
  return {
    status: answer.status,
    body: (await answer.json()) as { readonly active?: readonly string[]; readonly error?: string },
  };
};

const chains = '/marketdata/v1/chains?symbol=SPY&strikeCount=2';

describe('faults of the API', () => {
  test('come and go over HTTP; what is no fault is refused', async () => {
    const { simulator, get, token } = await runningSimulator();
    const { access_token: access } = await token();
    expect((await get(chains, access)).status).toBe(200);
    expect(await control(simulator.url, 'POST', '5xx:502')).toMatchObject({ status: 200, body: { active: ['5xx:502'] } });
    expect((await get(chains, access)).status).toBe(502);
    expect((await control(simulator.url, 'POST', 'dorp')).status).toBe(400);
    expect(await control(simulator.url, 'DELETE')).toMatchObject({ body: { active: [] } });
    expect((await get(chains, access)).status).toBe(200);
  });

  test('429 names a time if told to, 401 refuses a good token, TooBigBody speaks as the gateway does', async () => {
    const { simulator, get, token } = await runningSimulator();
    const { access_token: access } = await token();
    simulator.faults.inject(parseFault('429'));
    expect((await get(chains, access)).headers.get('retry-after')).toBeNull();
    simulator.faults.inject(parseFault('429:7'));
    const throttled = await get(chains, access);
    expect([throttled.status, throttled.headers.get('retry-after')]).toEqual([429, '7']);
    simulator.faults.clear('429');
    simulator.faults.inject(parseFault('401'));
    expect((await get(chains, access)).status).toBe(401);
    simulator.faults.clear();
    simulator.faults.inject(parseFault('too-big:3'));
    const tooBig = await get(chains, access);
    expect([tooBig.status, await tooBig.text()]).toEqual([502, expect.stringContaining('TooBigBody')]);
  });

  test('tokens die on command: access tokens at once, refresh tokens until they are cleared, rotated ones after use', async () => {
    const { simulator, get, post, token } = await runningSimulator();
    const { access_token: access } = await token();
    simulator.faults.inject(parseFault('expire-access'));
    expect((await get(chains, access)).status).toBe(401);
    simulator.faults.inject(parseFault('revoke-refresh'));
    expect(await token()).toMatchObject({ error: 'invalid_grant' });

    const callback = 'https://127.0.0.1:8182/';
    const login = await post('/v1/oauth/authorize', { client_id: simulatedLogin.appKey, redirect_uri: callback });
    const code = new URL(login.headers.get('location')!).searchParams.get('code')!;
    const form = { grant_type: 'authorization_code', code, redirect_uri: callback };
    const first = (await (await post('/v1/oauth/token', form)).json()) as WireToken;
    simulator.faults.inject(parseFault('rotate-refresh'));
    const refresh = (refreshToken: string) =>
      post('/v1/oauth/token', { grant_type: 'refresh_token', refresh_token: refreshToken });
    const second = (await (await refresh(first.refresh_token)).json()) as WireToken;
    expect(second.refresh_token).not.toBe(first.refresh_token);
    expect((await refresh(first.refresh_token)).status).toBe(400);
  });
});

describe('faults of the streamer', () => {
  test.each(['drop-fin', 'drop-rst', 'kick'])('%s ends the connection', async (fault) => {
    const running = await runningSimulator();
    const client = await loggedInClient(running);
    running.simulator.faults.inject(parseFault(fault));
    if (fault === 'kick') expect((await client.response()).content.code).toBe(12);
    expect(await client.closed).toBe(1006);
  });

  test('in a calm only heartbeats come, in a stall nothing; the connection stays', async () => {
    const running = await runningSimulator();
    const client = await loggedInClient(running);
    running.simulator.faults.inject(parseFault('calm'));
    client.send('LEVELONE_EQUITIES', 'SUBS', { keys: '$SPX', fields: '0,1,2,3' });
    expect((await client.response()).content.code).toBe(0);
    await running.clock.advance(10_000);
    expect(await client.next((frame) => frame.notify?.[0]?.heartbeat)).toBeDefined();
    running.simulator.faults.inject(parseFault('stall'));
    await running.clock.advance(30_000);
    running.simulator.faults.clear();
    await running.clock.advance(2_000);
    await client.data('LEVELONE_EQUITIES');
    const before = client.frames.slice(
      0,
      client.frames.findIndex(({ data }) => data !== undefined),
    );
    // At the login and after ten seconds; the three of the stall are missing.
    expect(before.filter(({ notify }) => notify?.[0]?.heartbeat !== undefined)).toHaveLength(2);
  });

  test('a limit that shrinks is told by codes 19 and 24', async () => {
    const running = await runningSimulator();
    const client = await loggedInClient(running);
    client.send('LEVELONE_EQUITIES', 'SUBS', { keys: '$SPX', fields: '0,1' });
    expect((await client.response()).content.code).toBe(0);
    running.simulator.faults.inject(parseFault('limit:1'));
    client.send('LEVELONE_EQUITIES', 'ADD', { keys: 'SPY', fields: '0,1' }, 2);
    expect([(await client.response()).content.code, (await client.response()).content.code]).toEqual([19, 24]);
  });
});
