import { describe, expect, test } from 'vitest';
import { epochMs } from '../time/index.ts';
import { type ChainDemand, demandReason } from './demand.ts';

const chain: ChainDemand = {
  app: 'scanner',
  want: 'chain',
  fromDate: '2026-11-20',
  toDate: '2026-12-18',
  everyMs: 900_000,
  untilMs: epochMs(1_795_188_600_000),
};

describe('what another process demands is looked at before it is met', () => {
  test('a chain, once or every so often, and a symbol followed can be met', () => {
    expect(demandReason(chain)).toBeNull();
    expect(demandReason({ ...chain, everyMs: null })).toBeNull();
    expect(demandReason({ app: 'api', want: 'follow', untilMs: 1, ofALaterVersion: [1] })).toBeNull();
  });

  test.each([
    ['an app nobody knows', { app: 'coach' }, /none that may/],
    ['a wish nobody knows', { want: 'everything' }, /neither/],
    ['dates in the wrong order', { fromDate: '2026-12-19' }, /two dates/],
    ['no dates', { toDate: undefined }, /two dates/],
    ['a pace REST is not made for', { everyMs: 1_000 }, /at least 5000/],
    ['no end', { untilMs: Number.POSITIVE_INFINITY }, /epoch ms/],
  ])('%s cannot', (_name, change, reason) => {
    expect(demandReason({ ...chain, ...change })).toMatch(reason);
  });

  test('nor can nothing at all', () => {
    expect(demandReason(null)).toMatch(/without a body/);
  });
});
