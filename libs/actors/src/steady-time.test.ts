import { expect, test } from 'vitest';
import { steadyTime } from './steady-time.ts';

const start = Date.parse('2026-11-27T15:00:00Z');
const hour = 3_600_000;

/** A machine whose two times are moved by hand. */
const machine = () => {
  const at = { wall: start, mono: 5_000 };
  return {
    at,
    now: steadyTime({ wall: () => at.wall, monotonic: () => at.mono }),
    pass: (ms: number) => {
      at.wall += ms;
      at.mono += ms;
    },
  };
};

test('S13: it is the wall’s time while nobody sets that', () => {
  const { at, now, pass } = machine();
  for (const ms of [0, 1, 250, 86_400_000]) {
    pass(ms);
    expect(now()).toBe(at.wall);
  }
});

test('S13: set back an hour, it goes on as if nothing had been', () => {
  const { at, now, pass } = machine();
  expect(now()).toBe(start);
  at.wall -= hour;
  for (let second = 1; second <= 10; second += 1) {
    pass(1_000);
    expect(now()).toBe(start + second * 1_000);
  }
  // Asked often it goes on too.
  for (let quarter = 1; quarter <= 8; quarter += 1) {
    pass(0.25);
    now();
  }
  expect(now()).toBe(start + 10_002);
});

test('S13: set forward an hour, or asleep that long, it follows', () => {
  const { at, now, pass } = machine();
  now();
  at.wall += hour;
  pass(1_000);
  expect(now()).toBe(start + hour + 1_000);
});

test('pulled back a little at a time, as NTP does, it follows without ever going back', () => {
  const { at, now, pass } = machine();
  let before = now();
  for (let second = 1; second <= 100; second += 1) {
    pass(1_000);
    at.wall -= 50;
    const after = now();
    expect(after).toBeGreaterThanOrEqual(before);
    before = after;
  }
  expect(before).toBe(start + 100 * 950);
});
