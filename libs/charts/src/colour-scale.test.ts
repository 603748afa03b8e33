import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { colourScale, palettes, relativeLuminance, signedSqrt } from './colour-scale.ts';

const value = fc.double({ min: -2e9, max: 2e9, noNaN: true });
const limit = 1e9;

const distance = (a: string, b: string): number => {
  const parts = (rgb: string): number[] => (rgb.match(/\d+/g) ?? []).map(Number);
  const to = parts(b);
  return Math.hypot(...parts(a).map((part, index) => part - to[index]!));
};

test('the blue and orange ends and the dark middle are those agreed on', () => {
  const scale = colourScale(limit, palettes['blue-orange'].dark);
  expect(scale.colour(limit)).toBe('rgb(90, 160, 255)');
  expect(scale.colour(-limit)).toBe('rgb(230, 97, 1)');
  expect(scale.colour(0)).toBe('rgb(20, 24, 32)');
});

describe.each(Object.entries(palettes))('%s', (_name, themes) => {
  test.each(Object.entries(themes))(
    '%s: zero is neutral, and colour grows away from it with the value on both sides',
    (_theme, palette) => {
      const scale = colourScale(limit, palette);
      const neutral = scale.colour(0);
      fc.assert(
        fc.property(value, value, (a, b) => {
          fc.pre(Math.sign(a) === Math.sign(b) && Math.abs(a) <= Math.abs(b));
          expect(distance(scale.colour(a), neutral)).toBeLessThanOrEqual(distance(scale.colour(b), neutral) + 1);
        }),
      );
    },
  );

  test.each(Object.entries(themes))('%s: numbers stand out from every shade by at least 3 to 1', (_theme, palette) => {
    const scale = colourScale(limit, palette);
    for (let share = -1; share <= 1; share += 1 / 64) {
      const [ground, ink] = [relativeLuminance(scale.colour(share * limit)), relativeLuminance(toRgb(scale.ink(share * limit)))];
      expect((Math.max(ground, ink) + 0.05) / (Math.min(ground, ink) + 0.05)).toBeGreaterThanOrEqual(3);
    }
  });
});

const toRgb = (hex: string): string => `rgb(${[1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16)).join(', ')})`;

/** Severity 1.0 of Machado, Oliveira and Fernandes (2009), rows of the matrix on linear RGB. */
const visions = {
  deuteranopia: [0.367322, 0.860646, -0.227968, 0.280085, 0.672501, 0.047413, -0.01182, 0.04294, 0.968881],
  protanopia: [0.152286, 1.052583, -0.204868, 0.114503, 0.786281, 0.099216, -0.003882, -0.048116, 1.051998],
} as const;

const seenWith = (matrix: readonly number[], rgb: string): string => {
  const linear = (rgb.match(/\d+/g) ?? []).map((part) => (Number(part) / 255) ** 2.2);
  const seen = [0, 3, 6].map((row) => linear.reduce((sum, part, i) => sum + matrix[row + i]! * part, 0));
  return `rgb(${seen.map((part) => Math.round(255 * Math.min(1, Math.max(0, part)) ** (1 / 2.2))).join(', ')})`;
};

test.each(Object.entries(visions))(
  'G-23: with %s the two sides of blue and orange stay far apart, farther than green and red',
  (_name, matrix) => {
    for (const theme of ['dark', 'light'] as const) {
      const [safe, classic] = (['blue-orange', 'classic'] as const).map((name) => {
        const scale = colourScale(limit, palettes[name][theme]);
        return distance(seenWith(matrix, scale.colour(limit)), seenWith(matrix, scale.colour(-limit)));
      });
      expect(safe).toBeGreaterThan(150);
      expect(safe).toBeGreaterThan(classic!);
    }
  },
);

test('intensity is the root of the share of the limit, odd, monotone and bounded', () => {
  expect(signedSqrt(limit / 4, limit)).toBe(0.5);
  expect(signedSqrt(limit * 9, limit)).toBe(1);
  expect(signedSqrt(1, 0)).toBe(0);
  fc.assert(
    fc.property(value, value, (a, b) => {
      expect(signedSqrt(-a, limit) + signedSqrt(a, limit)).toBe(0);
      if (a <= b) expect(signedSqrt(a, limit)).toBeLessThanOrEqual(signedSqrt(b, limit));
    }),
  );
});

test('a quantity without a sign gets a hue that means neither side', () => {
  const scale = colourScale(limit, palettes['blue-orange'].dark, { signed: false });
  expect(scale.colour(limit)).toBe('rgb(182, 156, 255)');
});
