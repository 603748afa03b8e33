import { epochMs } from '@gexstream/domain';
import { expect, test } from 'vitest';
import { envelope, fullMinute, levelsEvent, profileEvent } from './fixtures/events.ts';
import { exposuresEvent } from './fixtures/exposures.ts';
import { historyRows } from './history-rows.ts';

const counts = (event: Parameters<typeof historyRows>[0]) =>
  historyRows(event).map(({ table, rows }) => [table.name, rows.length]);

test('each kind goes to its tables', () => {
  expect(counts(levelsEvent())).toEqual([
    ['gex_levels', 1],
    ['gex_expiry_levels', 2],
  ]);
  expect(counts(levelsEvent({ eventMs: epochMs(fullMinute + 1) }))).toEqual([['gex_levels', 1]]);
  expect(counts(profileEvent())).toEqual([['gex_profiles', 2]]);
  expect(counts(exposuresEvent())).toEqual([
    ['gex_exposures', 16],
    ['gex_expiry_exposures', 10],
  ]);
  expect(counts(envelope('underlying-quote', { origin: 'rest' }))).toEqual([['underlying_ticks', 1]]);
  const bar = { startMs: fullMinute, open: 1, high: 1, low: 1, close: 1, volume: 0 };
  expect(counts(envelope('underlying-bar', bar))).toEqual([['underlying_bars', 1]]);
  expect(counts(envelope('gap', { fromMs: fullMinute, toMs: fullMinute, reason: '' }))).toEqual([['feed_gaps', 1]]);
});

test('a kind that the history does not keep has no rows', () => {
  expect(historyRows(envelope('feed-link', { stream: 'up', reason: '' }))).toEqual([]);
  expect(historyRows(envelope('of-next-year', null))).toEqual([]);
});

test('a body that is not what its kind promises is refused', () => {
  expect(() => historyRows(envelope('levels', null))).toThrow(TypeError);
  expect(() => historyRows(envelope('underlying-bar', { startMs: fullMinute, open: 'x' }))).toThrow(
    /underlying_bars, row 0: column "open"/,
  );
});
