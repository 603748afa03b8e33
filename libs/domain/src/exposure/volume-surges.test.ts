import { expect, test } from 'vitest';
import { epochMs } from '../time/epoch-ms.ts';
import { analyse } from './analyse.ts';
import { inputOf, slotAfter } from './book.fixture.ts';
import { type StrikeVolumes, strikeVolumes, volumeSurges } from './volume-surges.ts';

/** Volumes by strike, all of calls unless a pair says otherwise. */
const look = (asOf: number, byStrike: Readonly<Record<number, number | readonly [call: number, put: number]>>): StrikeVolumes => {
  const rows = Object.entries(byStrike).map(([strike, volume]) => [
    Number(strike),
    ...(typeof volume === 'number' ? [volume, 0] : volume),
  ]);
  const column = (at: number): Float64Array => Float64Array.from(rows, (row) => row[at]!);
  return { asOf: epochMs(asOf), strikes: column(0), call: column(1), put: column(2) };
};

test.each([
  [50, 500, false],
  [51, 76, false],
  [51, 77, true],
  [100, 150, false],
  [100, 151, true],
])('G-15: from %i to %i contracts is a surge: %s', (before, now, surges) => {
  expect(volumeSurges(look(0, { 6000: before }), look(60_000, { 6000: now })).strikes).toHaveLength(surges ? 1 : 0);
});

test('G-15: the eight largest increases, the largest first, with what calls and puts are now', () => {
  const strikes = Array.from({ length: 12 }, (_, i) => 6000 + 5 * i);
  const before = look(0, Object.fromEntries(strikes.map((strike) => [strike, 100])));
  const now = look(60_000, Object.fromEntries(strikes.map((strike, i) => [strike, [200 + 10 * i, 40] as const])));
  const surges = volumeSurges(before, now);
  expect(surges.strikes.map(({ strike }) => strike)).toEqual([6055, 6050, 6045, 6040, 6035, 6030, 6025, 6020]);
  expect(surges.strikes[0]).toEqual({ strike: 6055, before: 100, now: 350, call: 310, put: 40 });
  expect([surges.sinceMs, surges.asOf]).toEqual([0, 60_000]);
});

test('G-15: a strike that is new has nothing to be compared with', () => {
  expect(volumeSurges(look(0, { 6000: 100 }), look(60_000, { 6000: 100, 6005: 9_999 })).strikes).toEqual([]);
});

test('a strike’s volume is that of all its expiries', () => {
  const row = { strike: 6000, openInterest: 10, iv: 0.2 };
  const { cells } = analyse(
    inputOf(
      [
        { ...row, side: 'call', volume: 30 },
        { ...row, side: 'call', volume: 12, expiry: 1 },
        { ...row, side: 'put', volume: 5, expiry: 1 },
        { ...row, side: 'put', strike: 5900, volume: 7 },
      ],
      [slotAfter(240), slotAfter(1_680)],
    ),
  );
  expect(strikeVolumes(cells)).toMatchObject({
    strikes: Float64Array.of(5900, 6000),
    call: Float64Array.of(0, 42),
    put: Float64Array.of(7, 5),
  });
});
