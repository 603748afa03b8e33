import { expect, test } from 'vitest';
import { confidenceScore } from './confidence.ts';

const sound = { strikes: 40, ageMs: 0, staleShare: 0 };

test('G-12: ten strikes, all fresh, are trusted wholly', () => {
  expect(confidenceScore(sound)).toBe(1);
  expect(confidenceScore({ ...sound, strikes: 10 })).toBe(1);
});

test.each([
  ['nine strikes', { strikes: 9 }, 0.9],
  ['no strike', { strikes: 0 }, 0],
  ['one minute', { ageMs: 60_000 }, 0.8],
  ['five minutes', { ageMs: 300_000 }, 0],
  ['an hour', { ageMs: 3_600_000 }, 0],
  ['a quarter stale', { staleShare: 0.25 }, 0.75],
  ['five strikes, half stale', { strikes: 5, staleShare: 0.5 }, 0.25],
])('G-12: %s lowers it', (_, change, score) => {
  expect(confidenceScore({ ...sound, ...change })).toBeCloseTo(score, 12);
});
