import { expect, test } from 'vitest';
import { javaMajor } from './requirements.ts';

test.each([
  ['openjdk version "17.0.15" 2025-04-15', 17],
  ['openjdk version "21" 2023-09-19', 21],
  ['java version "1.8.0_302"', 8],
  ['openjdk version "25-ea" 2025-09-16', 25],
  ['command not found', null],
])('%s is Java %s', (text, major) => {
  expect(javaMajor(text)).toBe(major);
});
