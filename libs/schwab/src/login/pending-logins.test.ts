import { type Clock, epochMs } from '@gexstream/domain';
import { expect, test } from 'vitest';
import { pendingLogins } from './pending-logins.ts';

const callbackUrl = 'https://gex.example/auth/schwab/callback';

const setup = () => {
  let nowMs = 1_000_000;
  const clock: Clock = { now: () => epochMs(nowMs), after: () => () => {}, every: () => () => {} };
  const logins = pendingLogins({ baseUrl: 'https://schwab.example', appKey: 'key', callbackUrl, pkce: false }, clock);
  return {
    logins,
    pass: (ms: number) => {
      nowMs += ms;
    },
  };
};

const back = (state: string): string => `/auth/schwab/callback?code=C0.abc%40&session=1&state=${state}`;

test('a begun login gives its code once, decoded, with the callback it was asked for', () => {
  const { logins } = setup();
  const { state } = logins.begin();
  expect(logins.answer(back(state))).toEqual({ code: 'C0.abc@', callbackUrl, verifier: null });
  expect(() => logins.answer(back(state))).toThrow(/answers none that was begun here .* begin again/);
});

test('each login has a state of its own; no other state is answered, and none too late', () => {
  const { logins, pass } = setup();
  const [one, two] = [logins.begin().state, logins.begin().state];
  expect(one).not.toBe(two);
  for (const state of ['', 'x', one.slice(1), `${one}x`]) expect(() => logins.answer(back(state))).toThrow(/No login/);
  expect(() => logins.answer('/auth/schwab/callback?code=C0.abc')).toThrow(/No login/);
  pass(600_000);
  expect(logins.answer(back(two)).code).toBe('C0.abc@');
  pass(1);
  expect(() => logins.answer(back(one))).toThrow(/No login/);
});

test('a refusal ends the login that it answers', () => {
  const { logins } = setup();
  const { state } = logins.begin();
  expect(() => logins.answer(`/auth/schwab/callback?error=access_denied&state=${state}`)).toThrow(/"access_denied" instead/);
  expect(() => logins.answer(back(state))).toThrow(/No login/);
});

test('of many begun at once the newest sixteen stand', () => {
  const { logins } = setup();
  const states = Array.from({ length: 17 }, () => logins.begin().state);
  expect(() => logins.answer(back(states[0]!))).toThrow(/No login/);
  expect(logins.answer(back(states[1]!)).code).toBe('C0.abc@');
});
