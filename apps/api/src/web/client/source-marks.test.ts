import { expect, test } from 'vitest';
import { sourceMarks } from './source-marks.ts';

test('a replay is marked as one, and what a simulator made as simulated, replayed or not', () => {
  expect(sourceMarks({ source: 'live', simulated: false })).toEqual([]);
  expect(sourceMarks({ source: 'sim', simulated: true })).toEqual(['SIMULATED']);
  expect(sourceMarks({ source: 'replay', simulated: false })).toEqual(['REPLAY']);
  expect(sourceMarks({ source: 'replay', simulated: true })).toEqual(['REPLAY', 'SIMULATED']);
});
