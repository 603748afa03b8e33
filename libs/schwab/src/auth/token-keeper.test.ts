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

test('S8: fifty callers at once share one refresh', async () => {
  const { keeper, used } = setup();
  const tokens = await Promise.all(Array.from({ length: 50 }, () => keeper.accessToken()));
  expect(new Set(tokens)).toEqual(new Set(['access-1']));
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

test('C-03: a login made elsewhere is taken over while the one in hand is still good', async () => {
  const { keeper, used, store } = setup();
  await keeper.accessToken();
  await keeper.takeNewer();
  expect(await keeper.accessToken()).toBe('access-1');
  await store.write({ refreshToken: 'new login', access: null, loginMs: epochMs(6) });
  await keeper.takeNewer();
  expect(keeper.loginExpiresMs()).toBe(6 + 7 * 86_400_000);
  expect(await keeper.accessToken()).toBe('access-2');
  expect(used).toEqual(['refresh-0', 'new login']);
});

test('C-03: a login made during a refresh is not overwritten by what the refresh brings', async () => {
  const store = memoryTokenStore({ refreshToken: 'old', loginMs: epochMs(5) });
  const login = {
    refreshToken: 'new',
    access: { token: 'of the new login', expiresMs: epochMs(9_000_000) },
    loginMs: epochMs(6),
  };
  const keeper = tokenKeeper({
    store,
    clock: standing({ value: 1_000_000 }),
    refresh: async () => {
      await store.write(login);
      return token(1);
    },
  });
  expect(await keeper.accessToken()).toBe('of the new login');
  expect(await store.read()).toEqual(login);
});

test('S8: while the server refuses every token, one a minute is replaced at most', async () => {
  const { keeper, used, nowMs } = setup();
  for (let second = 0; second < 300; second += 1) {
    keeper.invalidate(await keeper.accessToken());
    nowMs.value += 1_000;
  }
  expect(used.length).toBeGreaterThan(1);
  expect(used.length).toBeLessThanOrEqual(6);
});

const failing = (error: SchwabError) => {
  const nowMs = { value: 1_000_000 };
  const store = memoryTokenStore({ refreshToken: 'dead' });
  const tried: number[] = [];
  const keeper = tokenKeeper({
    store,
    clock: standing(nowMs),
    refresh: async (refreshToken) => {
      if (refreshToken !== 'dead') return token(1);
      tried.push(nowMs.value);
      throw error;
    },
  });
  return { nowMs, store, tried, keeper };
};

const secondsOfCallers = async ({ keeper, nowMs }: ReturnType<typeof failing>, seconds: number): Promise<void> => {
  for (let second = 0; second < seconds; second += 1) {
    await Promise.all(Array.from({ length: 5 }, () => expect(keeper.accessToken()).rejects.toThrow(SchwabError)));
    nowMs.value += 1_000;
  }
};

test('S9: a dead login is tried once a minute however many ask, and a new one at once', async () => {
  const run = failing(new SchwabError('SCHWAB_LOGIN_REQUIRED', 'dead'));
  await secondsOfCallers(run, 300);
  expect(run.tried).toHaveLength(5);
  await run.store.write({ refreshToken: 'new', access: null, loginMs: epochMs(5) });
  await expect(run.keeper.accessToken()).resolves.toBe('access-1');
});

test('a token endpoint that is away is asked again after growing pauses, or when it says', async () => {
  const run = failing(new SchwabError('SCHWAB_UNAVAILABLE', 'away'));
  await secondsOfCallers(run, 200);
  const pauses = run.tried.slice(1).map((at, index) => (at - run.tried[index]!) / 1_000);
  expect(pauses).toEqual([1, 2, 4, 8, 16, 32, 60, 60]);
  const told = failing(new SchwabError('SCHWAB_RATE_LIMITED', 'too many', { retryAfterMs: 120_000 }));
  await secondsOfCallers(told, 121);
  expect(told.tried).toHaveLength(2);
});

test('C-02: the login ends seven days after it was made, refreshed or not', async () => {
  const { keeper } = setup();
  expect(keeper.loginExpiresMs()).toBeNull();
  await keeper.accessToken();
  expect(keeper.loginExpiresMs()).toBe(5 + 7 * 86_400_000);
});
