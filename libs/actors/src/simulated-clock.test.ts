import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { simulatedClock } from './simulated-clock.ts';

const start = 1_700_000_000_000;

test('stands still until it is turned', async () => {
  const clock = simulatedClock(start);
  await new Promise((resolve) => setImmediate(resolve));
  expect(clock.now()).toBe(start);
  await clock.advance(250);
  expect(clock.now()).toBe(start + 250);
});

test('calls back at the moment that was asked for, not at the one it is turned to', async () => {
  const clock = simulatedClock(start);
  const calls: number[] = [];
  clock.after(40, () => calls.push(clock.now() - start));
  await clock.advance(39);
  expect(calls).toEqual([]);
  await clock.advance(100);
  expect(calls).toEqual([40]);
  expect(clock.waiting).toBe(0);
});

test('runs timers in time order, equal ones in the order they were set', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.integer({ min: 0, max: 5 }), { maxLength: 20 }), async (delays) => {
      const clock = simulatedClock(start);
      const calls: [number, number][] = [];
      delays.forEach((delay, index) => {
        clock.after(delay, () => calls.push([delay, index]));
      });
      await clock.advance(5);
      expect(calls).toEqual(
        delays.map((delay, index): [number, number] => [delay, index]).sort((a, b) => a[0] - b[0] || a[1] - b[1]),
      );
    }),
    { numRuns: 50 },
  );
});

test('a timer set on the way is called on the way', async () => {
  const clock = simulatedClock(start);
  const calls: number[] = [];
  clock.after(10, () => clock.after(10, () => calls.push(clock.now() - start)));
  await clock.advance(20);
  expect(calls).toEqual([20]);
});

test('promise chains settle between two timers', async () => {
  const clock = simulatedClock(start);
  const log: string[] = [];
  clock.after(1, () => {
    void (async () => {
      for (let hop = 0; hop < 10; hop++) await null;
      log.push('chain of the first');
    })();
  });
  clock.after(2, () => log.push('second'));
  await clock.advance(2);
  expect(log).toEqual(['chain of the first', 'second']);
});

describe('every', () => {
  test('calls back each period until it is cancelled', async () => {
    const clock = simulatedClock(start);
    const calls: number[] = [];
    const cancel = clock.every(250, () => calls.push(clock.now() - start));
    await clock.advance(1000);
    expect(calls).toEqual([250, 500, 750, 1000]);
    cancel();
    cancel();
    await clock.advance(1000);
    expect(calls).toHaveLength(4);
    expect(clock.waiting).toBe(0);
  });

  test('can be cancelled from its own callback', async () => {
    const clock = simulatedClock(start);
    let calls = 0;
    const cancel = clock.every(10, () => {
      calls++;
      cancel();
    });
    await clock.advance(100);
    expect(calls).toBe(1);
  });
});

test('a cancelled timer is never called', async () => {
  const clock = simulatedClock(start);
  let called = false;
  clock.after(5, () => {
    called = true;
  })();
  await clock.advance(10);
  expect(called).toBe(false);
});

test('an error of a callback reaches who turns the clock, which can be turned on', async () => {
  const clock = simulatedClock(start);
  clock.after(5, () => {
    throw new Error('from the callback');
  });
  await expect(clock.advance(10)).rejects.toThrow('from the callback');
  await clock.advance(10);
  expect(clock.now()).toBe(start + 15);
});

test('refuses to run backwards, to be turned twice at once, and delays that are none', async () => {
  const clock = simulatedClock(start);
  await expect(clock.advanceTo(start - 1)).rejects.toThrow(RangeError);
  const first = clock.advance(1);
  await expect(clock.advance(1)).rejects.toThrow('being turned already');
  await first;
  expect(() => clock.after(-1, () => undefined)).toThrow(RangeError);
  expect(() => clock.after(Number.NaN, () => undefined)).toThrow(RangeError);
  expect(() => clock.every(0, () => undefined)).toThrow(RangeError);
});
