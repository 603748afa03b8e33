import { expect, test, vi } from 'vitest';
import { systemClock } from './system-clock.ts';

test('tells the time of the machine', () => {
  const before = Date.now();
  const now = systemClock().now();
  expect(now).toBeGreaterThanOrEqual(before);
  expect(now).toBeLessThanOrEqual(Date.now());
});

test('calls back on a later turn, also without delay', async () => {
  const log: string[] = [];
  await new Promise<void>((resolve) => {
    systemClock().after(0, () => {
      log.push('timer');
      resolve();
    });
    log.push('code after it');
  });
  expect(log).toEqual(['code after it', 'timer']);
});

test('a delay longer than the platform can hold is waited for in parts, and can be cancelled in any', () => {
  vi.useFakeTimers();
  try {
    const days = 24 * 3_600_000;
    let calls = 0;
    systemClock().after(60 * days, () => calls++);
    const cancel = systemClock().after(60 * days, () => calls++);
    vi.advanceTimersByTime(30 * days);
    cancel();
    vi.advanceTimersByTime(30 * days - 1);
    expect(calls).toBe(0);
    vi.advanceTimersByTime(1);
    expect(calls).toBe(1);
  } finally {
    vi.useRealTimers();
  }
});

test('a period repeats until it is cancelled', () => {
  vi.useFakeTimers();
  try {
    let calls = 0;
    const cancel = systemClock().every(250, () => calls++);
    vi.advanceTimersByTime(1000);
    cancel();
    vi.advanceTimersByTime(1000);
    expect(calls).toBe(4);
  } finally {
    vi.useRealTimers();
  }
});

test('refuses delays and periods that are none', () => {
  const clock = systemClock();
  expect(() => clock.after(Number.NaN, () => undefined)).toThrow(RangeError);
  expect(() => clock.after(-1, () => undefined)).toThrow(RangeError);
  expect(() => clock.every(0, () => undefined)).toThrow(RangeError);
});
