import { type Clock, epochMs } from '@gexstream/domain';
import { expect, test } from 'vitest';
import { SchwabError } from '../errors.ts';
import type { WireToken } from '../wire/index.ts';
import { tokenKeeper } from './token-keeper.ts';
import { memoryTokenStore } from './token-store.ts';

const standing = (nowMs: { value: number }): Clock => ({
  now: () => epochMs(nowMs.value),
  after: () => () => undefined,
  every: () => () => undefined,
});

const token = (number: number): WireToken => ({
  access_token: `access-${number}`,
  refresh_token: `refresh-${number}`,
  expires_in: 1800,
  token_type: 'Bearer',
  scope: 'api',
});

const setup = () => {
  const nowMs = { value: 1_000_000 };
  const store = memoryTokenStore({ refreshToken: 'refresh-0', loginMs: epochMs(5) });
  const used: string[] = [];
  const keeper = tokenKeeper({
    store,
    clock: standing(nowMs),
    refresh: async (refreshToken) => {
      used.push(refreshToken);
      return token(used.length);
    },
  });
  return { nowMs, store, used, keeper };
};

test('callers at once share one refresh', async () => {
  const { keeper, used } = setup();
  expect(await Promise.all([keeper.accessToken(), keeper.accessToken(), keeper.accessToken()])).toEqual([
    'access-1',
    'access-1',
    'access-1',
  ]);
  expect(used).toEqual(['refresh-0']);
});

test('a token is renewed five minutes before its end, with the refresh token returned last; the login keeps its age', async () => {
  const { keeper, used, nowMs, store } = setup();
  await keeper.accessToken();
  nowMs.value += 1_499_000;
  expect(await keeper.accessToken()).toBe('access-1');
  nowMs.value += 1_000;
  expect(await keeper.accessToken()).toBe('access-2');
  expect(used).toEqual(['refresh-0', 'refresh-1']);
  expect(await store.read()).toMatchObject({ refreshToken: 'refresh-2', loginMs: 5, access: { token: 'access-2' } });
});

test('a refused token is replaced; the same complaint again changes nothing', async () => {
  const { keeper, used } = setup();
  const first = await keeper.accessToken();
  keeper.invalidate(first);
  expect(await keeper.accessToken()).toBe('access-2');
  keeper.invalidate(first);
  expect(await keeper.accessToken()).toBe('access-2');
  expect(used).toHaveLength(2);
});

test('a token that another process stored meanwhile is taken instead of refreshed', async () => {
  const { keeper, used, nowMs, store } = setup();
  await store.write({
    refreshToken: 'other',
    access: { token: 'elsewhere', expiresMs: epochMs(nowMs.value + 1_000_000) },
    loginMs: null,
  });
  expect(await keeper.accessToken()).toBe('elsewhere');
  expect(used).toEqual([]);
});

test('a failed refresh fails its callers and not the next ones', async () => {
  let calls = 0;
  const keeper = tokenKeeper({
    store: memoryTokenStore({ refreshToken: 'r' }),
    clock: standing({ value: 0 }),
    refresh: async () => {
      calls += 1;
      if (calls === 1) throw new SchwabError('SCHWAB_UNAVAILABLE', 'away');
      return token(1);
    },
  });
  await expect(keeper.accessToken()).rejects.toThrow('SCHWAB_UNAVAILABLE');
  await expect(keeper.accessToken()).resolves.toBe('access-1');
});
