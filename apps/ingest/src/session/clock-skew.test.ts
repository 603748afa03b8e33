import { epochMs } from '@gexstream/domain';
import { expect, test } from 'vitest';
import { type ClockSkew, clockSkewMs, noSkew, withHeardTimes } from './clock-skew.ts';

const source = Date.parse('2026-11-27T15:00:00Z');

/** Heartbeats each 10 s of a source whose clock is right, at a machine whose clock is ahead by so much; what it was told. */
const hear = (aheadMs: readonly number[], before: ClockSkew = noSkew) => {
  let skew = before;
  const told: string[] = [];
  aheadMs.forEach((ahead, at) => {
    const atMs = source + at * 10_000;
    const heard = withHeardTimes(skew, [{ heartbeat: String(atMs) }], epochMs(atMs + ahead));
    skew = heard.skew;
    if (heard.notice !== null) told.push(heard.notice.code);
  });
  return { skew, told };
};

const hour = 3_600_000;

test.each([
  ['an hour ahead', hour, 3_600],
  ['an hour behind', -hour, -3_600],
  ['three seconds behind', -3_000, -3],
])('S13: a clock that is %s of the feed is told, once', (_how, aheadMs, seconds) => {
  const { skew, told } = hear(Array.from({ length: 10 }, () => aheadMs + 20));
  expect(told).toEqual(['clock-skew']);
  expect(Math.round(clockSkewMs(skew)! / 1_000)).toBe(seconds);
});

test('S13: once the clocks agree again, that is told too', () => {
  const { skew } = hear([hour, hour, hour]);
  expect(hear([20, 20, 20], skew).told).toEqual(['clock-agrees']);
});

test('S13: heartbeats that were held up, or a market that skips a night, are no skew', () => {
  expect(hear([20, 9_000, 8_000, 30, 7_000, 6_500, 25]).told).toEqual([]);
  expect(hear([20, 1_999, 1_999, 1_999]).told).toEqual([]);
  expect(clockSkewMs(hear([20, -15, 20]).skew)).toBe(0);
});

test('a frame without a heartbeat, or with one that is no time, says nothing', () => {
  const { skew, notice } = withHeardTimes(noSkew, [{}, { heartbeat: 'NaN' }], epochMs(source));
  expect([skew, notice]).toEqual([noSkew, null]);
});
