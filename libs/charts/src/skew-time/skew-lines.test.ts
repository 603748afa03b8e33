import { expect, test } from 'vitest';
import { skewLines } from './skew-lines.ts';

const look = (expiry: string, atMs: number, skew: number | null) => ({ expiry, atMs, skew });

test('a line an expiry, the nearest first, with its holes; one that never had a skew has none', () => {
  const looks = [look('2026-12-04', 1, 3), look('2026-11-27', 1, 4), look('2026-12-11', 1, null), look('2026-11-27', 2, null)];
  expect(skewLines(looks, '2026-11-27')).toEqual([
    {
      name: '2026-11-27',
      points: [
        { atMs: 1, skew: 4 },
        { atMs: 2, skew: null },
      ],
    },
    { name: '2026-12-04', points: [{ atMs: 1, skew: 3 }] },
  ]);
});

test('what expired yesterday is not the nearest of today, though it was looked at within 24 hours', () => {
  const looks = [look('2026-11-19', 1, 9), look('2026-11-20', 1, 4), look('2026-11-20', 2, 5)];
  expect(skewLines(looks, '2026-11-20').map(({ name }) => name)).toEqual(['2026-11-20']);
  expect(skewLines(looks, '2026-11-19').map(({ name }) => name)).toEqual(['2026-11-19', '2026-11-20']);
});

test('five at most', () => {
  const looks = Array.from({ length: 7 }, (_, at) => look(`2026-12-0${at + 1}`, 1, at));
  expect(skewLines(looks, '2026-12-01').map(({ name }) => name.at(-1))).toEqual(['1', '2', '3', '4', '5']);
});
