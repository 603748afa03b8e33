import { epochMs } from '@gexstream/domain/time';
import { describe, expect, test } from 'vitest';
import { eventRing } from './event-ring.ts';

const entry = (number: number, sentMs: number, bytes = 10) => ({
  number,
  symbol: null,
  frame: Buffer.alloc(bytes),
  sentMs: epochMs(sentMs),
});
const numbersAfter = (ring: ReturnType<typeof eventRing>, number: number) =>
  ring.after(number)?.map((kept) => kept.number) ?? null;

describe('the ring of past events', () => {
  test('gives what followed a number', () => {
    const ring = eventRing(60_000, () => 1_000);
    for (const number of [1, 2, 3]) ring.push(entry(number, 0));
    expect(numbersAfter(ring, 1)).toEqual([2, 3]);
    expect(numbersAfter(ring, 3)).toEqual([]);
    expect(numbersAfter(ring, 0)).toEqual([1, 2, 3]);
  });

  test('does not know what has not happened', () => {
    const ring = eventRing(60_000, () => 1_000);
    ring.push(entry(1, 0));
    expect(ring.after(2)).toBeNull();
  });

  test('forgets what is older than its age, and says so', () => {
    const ring = eventRing(60_000, () => 1_000);
    ring.push(entry(1, 0));
    ring.push(entry(2, 30_000));
    ring.push(entry(3, 60_001));
    expect(numbersAfter(ring, 0)).toBeNull();
    expect(numbersAfter(ring, 1)).toEqual([2, 3]);
  });

  test('never holds more bytes than it may', () => {
    let most = 25;
    const ring = eventRing(60_000, () => most);
    for (const number of [1, 2, 3]) ring.push(entry(number, 0));
    expect(ring.bytes()).toBe(20);
    expect(numbersAfter(ring, 0)).toBeNull();
    ring.push(entry(4, 0, 26));
    expect(ring.bytes()).toBe(0);
    expect(numbersAfter(ring, 3)).toBeNull();
    expect(numbersAfter(ring, 4)).toEqual([]);
    most = 40;
    for (const number of [5, 6, 7, 8]) ring.push(entry(number, 0));
    most = 15;
    ring.push(entry(9, 0));
    expect(numbersAfter(ring, 8)).toEqual([9]);
    expect(ring.bytes()).toBe(10);
  });

  test('begins anew after a number', () => {
    const ring = eventRing(60_000, () => 1_000);
    ring.push(entry(1, 0));
    ring.startAt(2);
    expect(ring.after(1)).toBeNull();
    expect(numbersAfter(ring, 2)).toEqual([]);
  });
});
