import type { Clock } from '@gexstream/domain/time';
import { expect, test } from 'vitest';
import { BusError } from './errors.ts';
import { retryPassing } from './retry-passing.ts';

const away = new BusError('BUS_TIMEOUT', 'away');
const refused = new BusError('BUS_REJECTED', 'no right to write');

/** Waits end at once; what was asked for is kept. `hangs` lets a wait of that length stand. */
const clock = (waits: number[], hangs?: number): Clock => ({
  now: () => 0 as never,
  every: () => () => {},
  after: (ms, callback) => {
    waits.push(ms);
    if (ms !== hangs) setImmediate(callback);
    return () => {};
  },
});

/** Fails with these, one a call, then gives `kept`. */
const failing = (errors: readonly unknown[]) => {
  const left = [...errors];
  return async (): Promise<string> => {
    if (left.length > 0) throw left.shift();
    return 'kept';
  };
};

test('what may pass is tried again, ever more slowly, up to once in five seconds, without end', async () => {
  const waits: number[] = [];
  expect(await retryPassing(failing(new Array(9).fill(away)), { clock: clock(waits) })).toBe('kept');
  expect(waits).toEqual([100, 200, 400, 800, 1_600, 3_200, 5_000, 5_000, 5_000]);
});

test('what no repeat mends ends it at once', async () => {
  const waits: number[] = [];
  await expect(retryPassing(failing([away, refused, away]), { clock: clock(waits) })).rejects.toBe(refused);
  await expect(retryPassing(failing([new TypeError('a bug')]), { clock: clock(waits) })).rejects.toThrow(TypeError);
  expect(waits).toEqual([100]);
});

test('stopping ends the wait with the last failure', async () => {
  const stopping = new AbortController();
  const retrying = retryPassing(failing([away, away]), { clock: clock([], 200), stopping: stopping.signal });
  await new Promise(setImmediate);
  stopping.abort();
  await expect(retrying).rejects.toBe(away);
});

test('stopping leaves an attempt that does not answer', async () => {
  const stopping = new AbortController();
  const retrying = retryPassing(() => new Promise(() => {}), { clock: clock([]), stopping: stopping.signal });
  stopping.abort();
  await expect(retrying).rejects.toMatchObject({ code: 'BUS_TIMEOUT' });
});
