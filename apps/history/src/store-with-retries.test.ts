import { simulatedClock } from '@gexstream/actors';
import { StoreError } from '@gexstream/store';
import { expect, test } from 'vitest';
import { retryDelayMs, storeWithRetries } from './store-with-retries.ts';

test('waits 250 ms, then twice as long each time, 10 s at most', () => {
  expect([1, 2, 3, 4, 5, 6, 7, 8, 1000].map(retryDelayMs)).toEqual([250, 500, 1000, 2000, 4000, 8000, 10_000, 10_000, 10_000]);
});

test('does the same work again until it succeeds', async () => {
  const clock = simulatedClock(0);
  const at: number[] = [];
  const told: number[] = [];
  const work = async (): Promise<void> => {
    at.push(clock.now());
    if (at.length < 4) throw new StoreError('STORE_FAILED', 'away');
  };
  const stored = storeWithRetries(work, { clock, stopping: new AbortController().signal, onFailure: (_, ms) => told.push(ms) });
  await clock.advance(60_000);
  await stored;
  expect(at).toEqual([0, 250, 750, 1750]);
  expect(told).toEqual([250, 500, 1000]);
  expect(clock.waiting).toBe(0);
});

test('gives up at once on what another attempt cannot mend', async () => {
  const work = (): Promise<void> => Promise.reject(new StoreError('STORE_CLOSED', 'closed'));
  const options = { clock: simulatedClock(0), stopping: new AbortController().signal, onFailure: () => expect.unreachable() };
  await expect(storeWithRetries(work, options)).rejects.toMatchObject({ code: 'STORE_CLOSED' });
});

test('gives up when stopping, without waiting the delay out', async () => {
  const clock = simulatedClock(0);
  const stop = new AbortController();
  const work = (): Promise<void> => Promise.reject(new StoreError('STORE_FAILED', 'away'));
  const stored = storeWithRetries(work, { clock, stopping: stop.signal, onFailure: () => queueMicrotask(() => stop.abort()) });
  await expect(stored).rejects.toMatchObject({ code: 'STORE_FAILED' });
  expect(clock.waiting).toBe(0);
});
