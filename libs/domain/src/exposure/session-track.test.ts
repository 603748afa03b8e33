import { expect, test } from 'vitest';
import { epochMs } from '../time/epoch-ms.ts';
import { points } from '../units/points.ts';
import { analyse } from './analyse.ts';
import { fixtureAsOf, inputOf, slotAfter } from './book.fixture.ts';
import { type SessionTrack, trackSession } from './session-track.ts';

const whole = analyse(
  inputOf(
    [
      { side: 'call', strike: 6100, openInterest: 900, iv: 0.2 },
      { side: 'put', strike: 5900, openInterest: 700, iv: 0.2 },
    ],
    [slotAfter(1440)],
  ),
);

const measured = (seconds: number, change: Partial<typeof whole.levels> = {}, callVolume = whole.cells.callVolume) => ({
  ...whole,
  cells: { ...whole.cells, callVolume, asOf: epochMs(fixtureAsOf + seconds * 1000) },
  levels: { ...whole.levels, zeroGamma: points(6000), ...change, asOf: epochMs(fixtureAsOf + seconds * 1000) },
});

const today = '2026-01-14';
const opened = trackSession(null, measured(0), today);
const after = (track: SessionTrack, ...changes: readonly Partial<typeof whole.levels>[]): SessionTrack =>
  changes.reduce<SessionTrack>((kept, change, i) => trackSession(kept, measured(5 * (i + 1), change), today), track);

test('G-17: the first measurement of a session is its baseline, with open interest of the close before, and stays it', () => {
  expect(opened).toMatchObject({
    sessionDate: today,
    baseline: { asOf: fixtureAsOf, spot: 6000, netGex: whole.levels.total.net, callWall: 6100, putWall: 5900, zeroGamma: 6000 },
    openInterest: { call: 900, put: 700, date: '2026-01-13' },
    moves: [],
    surges: null,
  });
  expect(after(opened, { callWall: points(6150) }).baseline).toBe(opened.baseline);
});

test('G-14: the king history is a list of changes alone, and begins anew with the session', () => {
  const track = after(opened, {}, { maxGrossStrike: points(6050) }, { maxGrossStrike: points(6050) }, { maxGrossStrike: null });
  expect(track.moves.map(({ level, from, to, asOf }) => [level, from, to, (asOf - fixtureAsOf) / 1000])).toEqual([
    ['king', whole.levels.maxGrossStrike, 6050, 10],
    ['king', 6050, null, 20],
  ]);
  expect(trackSession(track, measured(90_000), '2026-01-15')).toMatchObject({ sessionDate: '2026-01-15', moves: [] });
});

test('where nothing moved the track is the same object', () => {
  expect(after(opened, {}, {})).toBe(opened);
});

test('G-15: volume is looked at each full minute, against the minute before; the first has no surges, and a new session none', () => {
  const traded = (contracts: number) => Float64Array.from(whole.cells.callVolume, () => contracts);
  const at = (track: SessionTrack, seconds: number, contracts: number) =>
    trackSession(track, measured(seconds, {}, traded(contracts)), today);
  const first = trackSession(null, measured(0, {}, traded(100)), today);
  expect(first.surges).toBeNull();
  // Within the minute nothing is compared, and nothing is to be said.
  expect(at(first, 55, 1_000)).toBe(first);
  const second = at(first, 60, 120);
  expect(second.surges).toEqual({ sinceMs: fixtureAsOf, asOf: fixtureAsOf + 60_000, strikes: [] });
  const third = at(second, 120, 181);
  expect(third.surges!.strikes).toEqual([5900, 6100].map((strike) => ({ strike, before: 120, now: 181, call: 181, put: 0 })));
  expect(trackSession(third, measured(90_000), '2026-01-15').surges).toBeNull();
});

test('zero gamma moves in steps of a thousandth of spot, counted from the step before, and by coming or going', () => {
  const track = after(
    opened,
    ...[6005.9, 6006, 6011.9, 6012].map((zeroGamma) => ({ zeroGamma: points(zeroGamma) })),
    { zeroGamma: null },
    { zeroGamma: points(6012) },
  );
  expect(track.moves.map(({ to }) => to)).toEqual([6006, 6012, null, 6012]);
});

test('after a time in which nobody looked nothing is called the growth of a minute', () => {
  const traded = (contracts: number) => Float64Array.from(whole.cells.callVolume, () => contracts);
  const first = trackSession(null, measured(0, {}, traded(100)), today);
  const back = trackSession(first, measured(1_800, {}, traded(900)), today);
  expect(back.surges).toBeNull();
  expect(trackSession(back, measured(1_860, {}, traded(1_400)), today).surges!.strikes).toHaveLength(2);
});

test('of many moves the newest 125 of each level are kept: one that flickers costs no other its way', () => {
  const walls = Array.from({ length: 700 }, (_, i) => ({ putWall: points(5000 + i), maxGrossStrike: points(6050) }));
  const { moves } = after(opened, ...walls);
  // The king moved once, at the first look: neither forgotten nor told again.
  expect(moves.filter(({ level }) => level === 'king').map(({ to }) => to)).toEqual([6050]);
  const putWalls = moves.filter(({ level }) => level === 'putWall');
  expect([putWalls.length, putWalls.at(-1)!.to]).toEqual([125, 5699]);
});
