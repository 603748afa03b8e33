import { expect, test } from 'vitest';
import { ivRank } from './iv-rank.ts';

/** 0.10, 0.11, … one a session. */
const rising = (sessions: number): number[] => Array.from({ length: sessions }, (_, i) => (10 + i) / 100);

test('by hand: 0.15 after twenty sessions from 0.10 to 0.29 is 5/19 of the way, and above five of twenty', () => {
  const rank = ivRank(0.15, rising(20));
  expect(rank.rank).toBeCloseTo(5 / 19, 12);
  expect(rank).toMatchObject({ percentile: 0.25, sessions: 20, low: 0.1, high: 0.29 });
});

test('there is none before twenty sessions, and how many there are is said', () => {
  expect(ivRank(0.15, rising(19))).toEqual({ rank: null, percentile: null, sessions: 19, low: null, high: null });
});

test('a year counts: what lies further back does not', () => {
  const year = Array.from({ length: 252 }, (_, i) => (i % 2 === 0 ? 0.1 : 0.2));
  expect(ivRank(0.15, [9, ...year])).toEqual({
    rank: expect.closeTo(0.5, 12),
    percentile: 0.5,
    sessions: 252,
    low: 0.1,
    high: 0.2,
  });
});

test('beyond all before, today’s is the end of the range; where all are equal there is no rank', () => {
  expect(ivRank(0.5, rising(20))).toMatchObject({ rank: 1, percentile: 1, high: 0.5 });
  expect(ivRank(0.05, rising(20))).toMatchObject({ rank: 0, percentile: 0, low: 0.05 });
  expect(ivRank(0.2, Array(30).fill(0.2))).toMatchObject({ rank: null, percentile: 0 });
});
