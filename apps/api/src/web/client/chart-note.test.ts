import { expect, test } from 'vitest';
import { chartNote, type ShownPart } from './chart-note.ts';

const whole: ShownPart = { window: null, expiryCount: 30, columns: 30, columnsInView: 30 };

test.each<[string, Partial<ShownPart>]>([
  ['Showing all strikes, all 30 expiries; totals and Σ hold all 30.', {}],
  ['Showing strikes within ±10 % of spot, all 30 expiries; totals and Σ hold all 30.', { window: 0.1, columnsInView: null }],
  ['Showing all strikes, 13 of 30 expiries (scroll for more); totals and Σ hold all 30.', { columnsInView: 13 }],
  ['Showing all strikes, 5 of 30 expiries; totals and Σ hold all 30.', { columns: 5, columnsInView: 5 }],
  ['Showing all strikes, 13 of 18 expiries (scroll for more); totals and Σ hold all 30.', { columns: 18, columnsInView: 13 }],
])('%s', (note, change) => {
  expect(chartNote({ ...whole, ...change })).toBe(note);
});
