import { createRequire } from 'node:module';
import { expect, test, vi } from 'vitest';
import { quietRequestQueue } from './quiet-request-queue.ts';

interface Queue {
  maybeThrottle(ms: number): void;
  push(request: object): void;
  fulfillRequest(answer: { correlationId: number; payload: null; size: number }): void;
}

const queueOf = (options: object): Queue => {
  quietRequestQueue();
  const RequestQueue = createRequire(import.meta.url)('kafkajs/src/network/requestQueue') as new (options: object) => Queue;
  const logger = { debug() {}, warn() {} };
  return new RequestQueue({
    requestTimeout: 1_000,
    enforceRequestTimeout: false,
    clientId: 'c',
    broker: 'b',
    logger,
    ...options,
  });
};

const request = (correlationId: number, sendRequest: () => void): object => ({
  entry: { correlationId, resolve() {}, reject() {} },
  expectResponse: true,
  sendRequest,
});

test('a queue in which nothing waits has no timer; one that waits in vain for room, or for its throttle, has one', () => {
  vi.useFakeTimers();
  try {
    const sent: number[] = [];
    const queue = queueOf({ maxInFlightRequests: 1 });
    const push = (id: number): void => queue.push(request(id, () => void sent.push(id)));
    push(1);
    queue.fulfillRequest({ correlationId: 1, payload: null, size: 0 });
    expect([sent, vi.getTimerCount()]).toEqual([[1], 0]);

    queue.maybeThrottle(500);
    push(2);
    vi.advanceTimersByTime(499);
    expect([sent, vi.getTimerCount()]).toEqual([[1], 1]);
    vi.advanceTimersByTime(1);
    expect([sent, vi.getTimerCount()]).toEqual([[1, 2], 0]);

    push(3);
    expect([sent, vi.getTimerCount()]).toEqual([[1, 2], 1]);
    queue.fulfillRequest({ correlationId: 2, payload: null, size: 0 });
    expect(sent).toEqual([1, 2, 3]);
    queue.fulfillRequest({ correlationId: 3, payload: null, size: 0 });
    vi.advanceTimersByTime(10);
    expect(vi.getTimerCount()).toBe(0);
  } finally {
    vi.useRealTimers();
  }
});
