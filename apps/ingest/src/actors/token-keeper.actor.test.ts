import { epochMs } from '@gexstream/domain';
import { expect, test } from 'vitest';
import { initialTokenKeeping, tokenKeeping } from './token-keeper.actor.ts';

const now = epochMs(1_000_000);

test('a token is looked after again just when it has five minutes left', () => {
  const left = (lifeMs: number) =>
    tokenKeeping(initialTokenKeeping, { type: 'ready', expiresMs: now + lifeMs, loginExpiresMs: null }, now);
  expect(left(306_000).state.status).toBe('ready');
  expect(left(306_000).effects).toEqual([{ type: 'check-after', afterMs: 7_000, timer: 1 }, { type: 'report' }]);
});

test('however good its token, every ten seconds it looks for a newer login; one is reported', () => {
  const at = (loginExpiresMs: number, state = initialTokenKeeping) =>
    tokenKeeping(state, { type: 'ready', expiresMs: now + 1_800_000, loginExpiresMs: epochMs(loginExpiresMs) }, now);
  const { state, effects } = at(now + 500_000_000);
  expect(effects).toContainEqual({ type: 'check-after', afterMs: 10_000, timer: 1 });
  expect(at(now + 500_000_000, state).effects.map(({ type }) => type)).toEqual(['check-after']);
  expect(at(now + 600_000_000, state).effects.map(({ type }) => type)).toEqual(['check-after', 'report']);
});

test('a passing failure is tried again after growing delays, up to a minute', () => {
  let state = initialTokenKeeping;
  const delays = Array.from({ length: 8 }, () => {
    const turn = tokenKeeping(state, { type: 'failed', terminal: false, reason: 'away' }, now);
    state = turn.state;
    const [wait] = turn.effects;
    return wait?.type === 'check-after' ? wait.afterMs : null;
  });
  expect(delays).toEqual([1_000, 2_000, 4_000, 8_000, 16_000, 32_000, 60_000, 60_000]);
});

test('S9: a dead login is reported once, and the store looked into until a new one is there', () => {
  const failed = { type: 'failed', terminal: true, reason: 'log in again' } as const;
  const first = tokenKeeping(initialTokenKeeping, failed, now);
  expect(first.state.status).toBe('login-required');
  expect(first.effects.map(({ type }) => type)).toEqual(['check-after', 'report', 'notice']);
  expect(tokenKeeping(first.state, failed, now).effects.map(({ type }) => type)).toEqual(['check-after']);
  const back = tokenKeeping(first.state, { type: 'ready', expiresMs: now + 1_800_000, loginExpiresMs: null }, now);
  expect(back.effects).toContainEqual({ type: 'notice', notice: { code: 'login-restored', text: 'There is a login again' } });
});

test("S9: when somebody else's refresh meets a dead login, it is looked after at once; the check that was due no longer counts", () => {
  const { state } = tokenKeeping(initialTokenKeeping, { type: 'ready', expiresMs: now + 1_800_000, loginExpiresMs: null }, now);
  expect(tokenKeeping(state, { type: 'refused' }, now).effects).toEqual([{ type: 'renew' }]);
  const failed = tokenKeeping(state, { type: 'failed', terminal: true, reason: 'log in again' }, now);
  expect(tokenKeeping(failed.state, { type: 'check', timer: state.timer }, now).effects).toEqual([]);
  expect(tokenKeeping(failed.state, { type: 'check', timer: failed.state.timer }, now).effects).toEqual([{ type: 'renew' }]);
  expect(tokenKeeping(failed.state, { type: 'refused' }, now).effects).toEqual([]);
});

test("C-02: the login's end is announced 48, 24 and 2 hours before, each once; a new login is a new count", () => {
  const hour = 3_600_000;
  const endMs = epochMs(now + 100 * hour);
  let state = initialTokenKeeping;
  let at = now as number;
  const announced: number[] = [];
  const check = (loginExpiresMs: typeof endMs): void => {
    const turn = tokenKeeping(state, { type: 'ready', expiresMs: at + 1_800_000, loginExpiresMs }, epochMs(at));
    state = turn.state;
    if (turn.effects.some((effect) => effect.type === 'notice')) announced.push((loginExpiresMs - at) / hour);
    const [wait] = turn.effects;
    at += wait?.type === 'check-after' ? wait.afterMs : Number.NaN;
  };
  while (at < endMs) check(endMs);
  expect(announced).toEqual([48, 24, 2]);
  at = endMs - hour;
  check(epochMs(endMs + 168 * hour));
  expect(state.warnedHours).toBeNull();
});
