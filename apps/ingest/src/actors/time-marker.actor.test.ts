import { easternTime, epochMs } from '@gexstream/domain';
import { expect, test } from 'vitest';
import { timeMarker } from './time-marker.actor.ts';

test('every beat marks the time, every fourth reports, and a new trading date is told once', () => {
  let state = { beats: 0, sessionDate: '' };
  const midnight = easternTime('2026-11-20', 0, 0);
  const told = [-500, -250, 0, 250, 500].map((offset) => {
    const turn = timeMarker(state, { type: 'beat' }, epochMs(midnight + offset));
    state = turn.state;
    return turn.effects.map(({ type }) => type);
  });
  expect(told).toEqual([['mark', 'report'], ['mark'], ['mark', 'session-date'], ['mark'], ['mark', 'report']]);
});
