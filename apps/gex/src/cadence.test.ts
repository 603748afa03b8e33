import { epochMs } from '@gexstream/domain';
import { expect, test } from 'vitest';
import { dueMoments } from './cadence.ts';

const due = (from: number, to: number) => dueMoments(epochMs(from), epochMs(to));
const none = { cells: false, session: false, profile: false, snapshot: false };

test('nothing is due before a quarter second is crossed', () => {
  expect(due(1_000, 1_249)).toEqual([]);
});

test('a mark that comes late still stands for the boundary it crossed', () => {
  expect(due(1_010, 1_263)).toEqual([{ at: 1_250, ...none }]);
});

test('a second boundary brings the cells', () => {
  expect(due(1_760, 2_003)).toEqual([{ at: 2_000, ...none, cells: true }]);
});

test('a record past the second gives the cells at the second and the levels at the quarter after it', () => {
  expect(due(1_990, 2_260)).toEqual([
    { at: 2_000, ...none, cells: true },
    { at: 2_250, ...none },
  ]);
});

test('every fifth second brings a look at the session, and a full minute does', () => {
  expect(due(4_990, 5_003)).toEqual([{ at: 5_000, ...none, cells: true, session: true }]);
  expect(due(59_990, 65_100).map(({ at, session }) => [at, session])).toEqual([
    [60_000, true],
    [65_000, true],
  ]);
});

test('a full minute brings everything, once', () => {
  expect(due(59_800, 60_001)).toEqual([{ at: 60_000, cells: true, session: true, profile: true, snapshot: true }]);
});

test('of many crossed boundaries only the newest of each cadence is due', () => {
  expect(due(0, 61_300)).toEqual([
    { at: 60_000, cells: true, session: true, profile: true, snapshot: true },
    { at: 61_000, ...none, cells: true },
    { at: 61_250, ...none },
  ]);
});

test('a boundary that was reached exactly is not due again', () => {
  expect(due(2_000, 2_000)).toEqual([]);
  expect(due(2_000, 2_249)).toEqual([]);
});
