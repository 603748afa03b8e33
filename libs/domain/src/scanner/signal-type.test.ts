import { expect, test } from 'vitest';
import { bandRank, scoreBand } from './score-band.ts';
import { signalType } from './signal-type.ts';

test.each([
  [7, 'call', -50, 'CONTRARIAN_BULL'],
  [2, 'call', -40, 'MOMENTUM_BULL'],
  [-2, 'put', 10, 'CONTRARIAN_BEAR'],
  [0, 'put', 31, 'MOMENTUM_BEAR'],
  [4.5, 'call', 0, 'NEUTRAL'],
  [7, 'put', 60, 'MOMENTUM_BEAR'],
] as const)('S-09: skew %d of a %s with a volume ratio of %d is %s', (skew, side, ratio, expected) => {
  expect(signalType(skew, side, ratio)).toBe(expected);
});

test('S-09: contrarian comes before momentum, and the bounds themselves do not count', () => {
  expect(signalType(-2, 'put', 90)).toBe('CONTRARIAN_BEAR');
  expect(signalType(5, 'call', -30)).toBe('NEUTRAL');
  expect(signalType(-1, 'put', 30)).toBe('NEUTRAL');
});

test('S-09: an unknown skew is no panic', () => {
  expect(signalType(null, 'call', -40)).toBe('MOMENTUM_BULL');
  expect(signalType(null, 'put', 0)).toBe('NEUTRAL');
});

test('bands begin at 40, 60 and 80', () => {
  expect([0, 39, 40, 59, 60, 79, 80, 100].map(scoreBand)).toEqual([
    'low',
    'low',
    'moderate',
    'moderate',
    'strong',
    'strong',
    'extreme',
    'extreme',
  ]);
  expect((['low', 'moderate', 'strong', 'extreme'] as const).map(bandRank)).toEqual([0, 1, 2, 3]);
});
