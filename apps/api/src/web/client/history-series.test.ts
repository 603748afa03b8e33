import { expect, test } from 'vitest';
import type { LevelsEventBody } from '../../contract/stream.ts';
import { historyColumns, withLiveLevels } from './history-series.ts';

const minute = (startS: number, net: number) => ({
  startS,
  net,
  spot: 100,
  zeroGamma: null,
  king: 105,
  callWall: 110,
  putWall: null,
});
// Of a full answer only these fields are read.
const levels = (asOf: string, net: number) =>
  ({ as_of: asOf, spot: 101, zero_gamma: 99, total: { net_gex: net } }) as unknown as LevelsEventBody;

test('G-24: a missing minute becomes a hole in every line, so that none is drawn across it', () => {
  expect(historyColumns([minute(0, 1), minute(60, 2), minute(300, 3)])).toEqual([
    [0, 60, 120, 300],
    [1, 2, null, 3],
    [100, 100, null, 100],
    [null, null, null, null],
    [105, 105, null, 105],
    [110, 110, null, 110],
    [null, null, null, null],
  ]);
});

test('live levels replace their minute until the next one begins', () => {
  const first = withLiveLevels([minute(0, 1)], levels('1970-01-01T00:00:30.000Z', 5));
  expect(first.map(({ net }) => net)).toEqual([5]);
  const second = withLiveLevels(first, levels('1970-01-01T00:01:00.250Z', 6));
  expect(second.map(({ startS, net }) => [startS, net])).toEqual([
    [0, 5],
    [60, 6],
  ]);
});

test('levels older than the last minute change nothing', () => {
  const minutes = [minute(600, 1)];
  expect(withLiveLevels(minutes, levels('1970-01-01T00:01:00.000Z', 9))).toBe(minutes);
});

test('no more than two sessions are kept', () => {
  let minutes: readonly ReturnType<typeof minute>[] = Array.from({ length: 780 }, (_, index) => minute(index * 60, index));
  minutes = withLiveLevels(minutes, levels(new Date(780 * 60_000).toISOString(), 1)) as typeof minutes;
  expect(minutes).toHaveLength(780);
  expect(minutes[0]?.startS).toBe(60);
});

test('the first minute of all stands beside an empty one, so that the time axis has an extent', () => {
  expect(historyColumns([minute(120, 1)])[0]).toEqual([60, 120]);
});
