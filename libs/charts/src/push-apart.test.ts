import fc from 'fast-check';
import { expect, test } from 'vitest';
import { pushApart } from './push-apart.ts';

const labels = fc.array(
  fc.record({ at: fc.double({ min: -50, max: 550, noNaN: true }), size: fc.integer({ min: 4, max: 40 }) }),
  { maxLength: 10 },
);

test('no two labels overlap, none leaves the room, and their order is that of their wishes', () => {
  fc.assert(
    fc.property(labels, (wished) => {
      const centres = pushApart(wished, 0, 500);
      const placed = wished.map((label, index) => ({ ...label, centre: centres[index]! })).sort((a, b) => a.centre - b.centre);
      for (const [index, { at, centre, size }] of placed.entries()) {
        expect(centre - size / 2).toBeGreaterThanOrEqual(-1e-9);
        expect(centre + size / 2).toBeLessThanOrEqual(500 + 1e-9);
        const below = placed[index + 1];
        if (below === undefined) continue;
        expect(below.centre - centre).toBeGreaterThanOrEqual((size + below.size) / 2 - 1e-9);
        expect(at).toBeLessThanOrEqual(below.at);
      }
    }),
  );
});

test('labels that are free of each other stay where they are', () => {
  expect(
    pushApart(
      [
        { at: 300, size: 20 },
        { at: 100, size: 20 },
        { at: 121, size: 20 },
      ],
      0,
      500,
    ),
  ).toEqual([300, 100, 121]);
});

test('two that want the same place share the way', () => {
  expect(
    pushApart(
      [
        { at: 100, size: 20 },
        { at: 100, size: 20 },
      ],
      0,
      500,
    ),
  ).toEqual([90, 110]);
});

test('too many for the room still do not overlap', () => {
  const centres = pushApart(
    Array.from({ length: 5 }, () => ({ at: 10, size: 20 })),
    0,
    50,
  );
  expect(centres).toEqual([10, 30, 50, 70, 90]);
});
