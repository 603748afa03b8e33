import type { WireChain, WireToken } from '@gexstream/schwab/wire';
import { expect, test } from 'vitest';
import { behaviours, parseBehaviour } from './behaviours.ts';
import { parseFault } from './faults/fault-kinds.ts';
import { defaultBehaviour, type SimulatorBehaviour } from './settings.ts';
import { runningSimulator } from './test-support/running-simulator.ts';
import { loggedInClient } from './test-support/stream-client.ts';

test('each is read by its name and a value of it, the usual one first; anything else is refused with what would do', () => {
  for (const [name, choices] of Object.entries(behaviours)) {
    expect(choices[0]).toBe(defaultBehaviour[name as keyof SimulatorBehaviour]);
    for (const choice of choices) expect(parseBehaviour(`${name}=${choice}`)).toEqual({ [name]: choice });
  }
  expect(() => parseBehaviour('rotate=true')).toThrow(/there is no behaviour "rotate=true"; there is rotateRefreshToken, /);
  expect(() => parseBehaviour('tooBigStatus=500')).toThrow('the behaviour tooBigStatus is one of 502, 400, 413, 504');
  expect(() => parseBehaviour('constructor=1')).toThrow(/there is no behaviour/);
});

test.each([
  ['invalid_grant', 400, '"error":"invalid_grant"'],
  ['unsupported_token_type', 400, 'refresh_token_authentication_error'],
  ['invalid_client', 401, 'refresh token invalid'],
  ['edge-html', 403, 'Access Denied'],
  ['error-page', 500, 'Whitelabel Error Page'],
] as const)('a dead refresh token gets %s', async (refreshError, status, text) => {
  const { post } = await runningSimulator({ behaviour: { refreshError } });
  const answer = await post('/v1/oauth/token', { grant_type: 'refresh_token', refresh_token: 'dead@' });
  expect([answer.status, await answer.text()]).toEqual([status, expect.stringContaining(text)]);
});

test.each([
  [502, 'TooBigBody'],
  [400, 'Check Param Values'],
  [413, ''],
  [504, ''],
] as const)('a chain that is too big gets %i', async (tooBigStatus, text) => {
  const { get, token } = await runningSimulator({ behaviour: { tooBigStatus }, limits: { chainContractsMax: 3 } });
  const answer = await get('/marketdata/v1/chains?symbol=SPY', (await token()).access_token);
  expect([answer.status, await answer.text()]).toEqual([tooBigStatus, expect.stringContaining(text)]);
});

test('a call too many may be answered by a page, as the edge does', async () => {
  const { simulator, get, token } = await runningSimulator({ behaviour: { throttleBody: 'html', retryAfter: true } });
  const { access_token: access } = await token();
  simulator.faults.inject(parseFault('429:7'));
  const answer = await get('/marketdata/v1/quotes?symbols=SPY', access);
  expect([answer.status, answer.headers.get('content-type'), answer.headers.get('retry-after')]).toEqual([429, 'text/html', '7']);
});

test('a stream may end with the token that began it', async () => {
  const ending = await runningSimulator({ behaviour: { streamAfterToken: 'ends' } });
  const client = await loggedInClient(ending);
  client.send('LEVELONE_EQUITIES', 'SUBS', { keys: '$SPX', fields: '0,1' });
  await client.response();
  await ending.clock.advance(30 * 60_000 + 10_000);
  expect(await client.closed).toBe(1006);
});

test.each([-999, 'NaN', null] as const)('what a chain has no volatility for is %s', async (absentGreek) => {
  const { simulator, get, token } = await runningSimulator({ behaviour: { absentGreek } });
  const { access_token: access } = (await token()) as WireToken;
  const chain = (await (await get('/marketdata/v1/chains?symbol=SPY', access)).json()) as WireChain;
  const contracts = [chain.callExpDateMap, chain.putExpDateMap].flatMap((map) =>
    Object.values(map).flatMap((strikes) => Object.values(strikes).flat()),
  );
  const withoutIv = contracts.filter(({ volatility }) => typeof volatility !== 'number' || volatility < 0);
  expect(simulator.stats().requests).toBeGreaterThan(0);
  expect(new Set(withoutIv.flatMap(({ volatility, gamma }) => [volatility, gamma])).size).toBeLessThanOrEqual(1);
  for (const { volatility } of withoutIv) expect(volatility).toBe(absentGreek);
});
