import { easternTime } from '@gexstream/domain';
import { expect, test } from 'vitest';
import { optionSession } from './market-hours.ts';

const product = (sessionHours: Record<string, readonly { start: string; end: string }[]>) => ({
  date: '2025-07-21',
  marketType: 'OPTION',
  isOpen: true,
  sessionHours,
});

test('the session of equity options, by the offset that the answer names', () => {
  const regularMarket = [{ start: '2025-07-21T09:30:00-04:00', end: '2025-07-21T16:00:00-04:00' }];
  expect(optionSession({ option: { EQO: product({ regularMarket }), IND: product({}) } })).toEqual({
    openMs: easternTime('2025-07-21', 9, 30),
    closeMs: easternTime('2025-07-21', 16, 0),
  });
});

test('a closed day has none, and what cannot be read says nothing', () => {
  expect(optionSession({ option: { option: { date: '2025-07-20', isOpen: false } } })).toBeNull();
  expect(optionSession({})).toBeUndefined();
  expect(optionSession({ option: { EQO: product({ regularMarket: [{ start: 'soon', end: 'later' }] }) } })).toBeUndefined();
});
