import { epochMs, feedTimeAt } from '@gexstream/domain/time';
import { describe, expect, test } from 'vitest';
import { freshnessOf } from './freshness.ts';

describe('freshness', () => {
  test.each([
    [0, 'live'],
    [5_000, 'live'],
    [5_001, 'delayed'],
    [60_000, 'delayed'],
    [60_001, 'stale'],
  ])('an age of %i ms in regular hours is %s', (ageMs, expected) => {
    expect(freshnessOf(ageMs, true)).toBe(expected);
  });

  test('what REST brings while the stream is down is delayed at best', () => {
    expect([0, 60_000, 60_001].map((ageMs) => freshnessOf(ageMs, true, 'down'))).toEqual(['delayed', 'delayed', 'stale']);
    expect(freshnessOf(0, false, 'down')).toBe('closed');
  });

  test('outside regular hours the market is closed, however old the numbers are', () => {
    expect(freshnessOf(0, false)).toBe('closed');
    expect(freshnessOf(1e9, false)).toBe('closed');
  });
});

describe('the feed’s time', () => {
  const anchor = { eventMs: epochMs(1_000_000), wallMs: epochMs(5_000_000), speed: 1 };

  test('goes on with the wall clock after the last word of ingest', () => {
    expect(feedTimeAt(anchor, epochMs(5_000_700))).toBe(1_000_700);
  });

  test('goes on at the speed of a replay', () => {
    expect(feedTimeAt({ ...anchor, speed: 20 }, epochMs(5_000_700))).toBe(1_014_000);
  });

  test('stands while the wall clock is behind what ingest saw of it', () => {
    expect(feedTimeAt(anchor, epochMs(4_000_000))).toBe(1_000_000);
  });
});
