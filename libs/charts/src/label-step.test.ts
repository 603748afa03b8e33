import { expect, test } from 'vitest';
import { labelStep } from './label-step.ts';

test('rows with room for a line of text are all labelled', () => {
  expect(labelStep([100, 105], 13, 12)).toBeNull();
});

test('slim rows are labelled at round strikes, by the usual distance between them, in either order', () => {
  const strikes = [...Array.from({ length: 20 }, (_, at) => 6_880 + 5 * at), 7_000, 7_025];
  expect(labelStep(strikes, 12, 15)).toBe(10);
  expect(labelStep(strikes.toReversed(), 6, 15)).toBe(20);
  expect(labelStep(strikes, 4, 15)).toBe(25);
  expect(labelStep([1, 1.5, 2], 6, 12)).toBe(2);
});
