import { epochMs } from '@gexstream/domain';
import { expect, test } from 'vitest';
import { dueMoments, levelsEveryMs, phaseMsOf } from './cadence.ts';

const due = (from: number, to: number, phaseMs = 0) => dueMoments(epochMs(from), epochMs(to), phaseMs);
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

test('everything but the full minute comes a phase after the clock', () => {
  expect(due(1_000, 1_099, 100)).toEqual([]);
  expect(due(1_000, 1_100, 100)).toEqual([{ at: 1_100, ...none, cells: true }]);
  expect(due(4_900, 5_120, 100)).toEqual([{ at: 5_100, ...none, cells: true, session: true }]);
  expect(due(29_990, 30_120, 100)).toEqual([{ at: 30_100, ...none, cells: true, session: true, snapshot: true }]);
  expect(due(59_990, 60_050, 100)).toEqual([{ at: 60_000, ...none, cells: true, session: true, profile: true }]);
  expect(due(60_000, 60_100, 100)).toEqual([{ at: 60_100, ...none, cells: true, session: true, snapshot: true }]);
});

test('the underlyings that are followed most begin their quarter seconds at moments well apart, and all of them somewhere within', () => {
  const phases = ['SPX', 'SPY', 'QQQ', 'IWM'].map(phaseMsOf).sort((a, b) => a - b);
  const apart = phases.map((phase, index) => phase - (phases[index - 1] ?? phases.at(-1)! - levelsEveryMs));
  expect(Math.min(...apart)).toBeGreaterThanOrEqual(20);
  const many = Array.from({ length: 1_000 }, (_, index) => phaseMsOf(`SYM${index}`));
  for (const phase of many) expect(phase).toSatisfy((ms: number) => Number.isInteger(ms) && ms >= 0 && ms < levelsEveryMs);
  expect(new Set(many).size).toBeGreaterThan(200);
});
