import { describe, expect, test } from 'vitest';
import { ageAt, ageText, freshnessOf, freshnessText } from './freshness.ts';

const heard = { ageMs: 800, closed: false, delayed: false, speed: 1, receivedMs: 1_000_000 };

describe('an age', () => {
  test('grows by itself when nothing more is heard', () => {
    expect(ageAt(heard, 1_000_000)).toBe(800);
    expect(ageAt(heard, 1_120_000)).toBe(120_800);
  });

  test('grows with the feed, which a replay runs faster', () => {
    expect(ageAt({ ...heard, speed: 10 }, 1_001_000)).toBe(10_800);
  });

  test('is never negative, not even when the reader turns his clock back', () => {
    expect(ageAt({ ...heard, ageMs: -3_000 }, 1_000_000)).toBe(0);
    expect(ageAt(heard, 0)).toBe(800);
  });

  test.each([
    [840, '0.8 s'],
    [9_999, '9.9 s'],
    [12_900, '12 s'],
    [125_000, '2 m'],
    [7_200_000, '2 h'],
    [200_000_000, '2 d'],
  ])('of %d ms reads %s', (ageMs, text) => {
    expect(ageText(ageMs)).toBe(text);
  });
});

test('live to 5 s, delayed to 60 s, stale beyond; closed whatever the age', () => {
  expect([0, 5_000, 5_001, 60_000, 60_001].map((ageMs) => freshnessOf(ageMs, heard))).toEqual([
    'live',
    'live',
    'delayed',
    'delayed',
    'stale',
  ]);
  expect(freshnessOf(9e9, { ...heard, closed: true })).toBe('closed');
});

test('what the server calls delayed is not live, young as it is', () => {
  expect(freshnessOf(0, { ...heard, delayed: true })).toBe('delayed');
  expect(freshnessOf(60_001, { ...heard, delayed: true })).toBe('stale');
});

test('the chip shouts when stale and names the last time when closed', () => {
  expect(freshnessText('live', 840, '14:30')).toBe('live 0.8 s');
  expect(freshnessText('stale', 125_000, '14:30')).toBe('STALE 2 m');
  expect(freshnessText('closed', 1, '16:00')).toBe('market closed (last 16:00 ET)');
});
