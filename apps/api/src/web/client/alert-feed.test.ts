import { expect, test } from 'vitest';
import type { AlertAnswer } from '../../contract/alerts.ts';
import { merged } from './alert-feed.ts';
import { alertsNote, durationText } from './alert-list.ts';

const alert = (id: string, minute: number, resolved_at: string | null = null): AlertAnswer =>
  ({ id, fired_at: `2026-11-20T16:${String(minute).padStart(2, '0')}:00.000Z`, resolved_at }) as AlertAnswer;

test('alerts come newest first, each once, and what is over stays over', () => {
  const over = alert('a', 1, '2026-11-20T16:05:00.000Z');
  expect(merged([alert('a', 1)], [alert('b', 3), over]).map(({ id, resolved_at }) => [id, resolved_at])).toEqual([
    ['b', null],
    ['a', over.resolved_at],
  ]);
  expect(merged([over], [alert('a', 1)])).toEqual([over]);
  expect(
    merged(
      [],
      Array.from({ length: 300 }, (_, i) => alert(String(i), i % 60)),
    ),
  ).toHaveLength(200);
});

test.each([
  [0, '0 s'],
  [59_000, '59 s'],
  [720_000, '12 m'],
  [3_900_000, '1 h 5 m'],
])('%i ms lasted %s', (ms, text) => {
  expect(durationText(ms)).toBe(text);
});

test.each([
  [0, [], 'None on SPX so far.'],
  [2, [], 'Newest first; times are New York’s.'],
  [0, ['JPM', 'QQQ'], 'None on SPX so far. Elsewhere: JPM, QQQ.'],
])('%i on the symbol shown and others on %j: the note says both', (fired, elsewhere, note) => {
  expect(alertsNote('SPX', fired, elsewhere)).toBe(note);
});

test('a dozen symbols are named, and that there are more', () => {
  const many = Array.from({ length: 13 }, (_, at) => `S${at}`);
  expect(alertsNote('SPX', 1, many)).toMatch(/S11 …\.$/);
});
