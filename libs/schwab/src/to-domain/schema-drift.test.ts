import { epochMs } from '@gexstream/domain';
import { expect, test } from 'vitest';
import type { WireChain, WireContract } from '../wire/index.ts';
import { chainToDomain } from './chain.ts';
import { frameToDomain } from './frame.ts';

const receivedMs = epochMs(1_773_673_448_000);

const contract: WireContract = {
  putCall: 'CALL',
  symbol: 'SPY   260320C00600000',
  bid: 5.51,
  ask: 5.54,
  totalVolume: 18_342,
  volatility: -999,
  openInterest: 25_410,
  multiplier: 100,
};

const converted = (first: object) =>
  chainToDomain(
    {
      symbol: 'SPY',
      underlying: null,
      callExpDateMap: { '2026-03-20:4': { '600.0': [first, { ...first, symbol: 'SPY   260320C00605000' }] } },
      putExpDateMap: {},
    } as unknown as WireChain,
    { underlying: 'SPY', fromDate: '2026-03-20', toDate: '2026-03-20', receivedMs, tradingDay: true, rowsMax: 2_000 },
  );

test('a chain as it is known says nothing of its schema, whichever of two names it uses', () => {
  expect(converted(contract).rejected).toEqual([]);
  const { bid: bidPrice, ask: askPrice, ...rest } = contract;
  expect(converted({ ...rest, bidPrice, askPrice }).rejected).toEqual([]);
});

test('a field that is new and one that is gone are counted once an answer, and all else is read', () => {
  const { openInterest: _, ...rest } = contract;
  const { rejected, updates } = converted({ ...rest, vanna: 0.1 });
  expect(rejected).toEqual([
    { reason: 'unknown field', field: 'vanna', count: 1, example: contract.symbol },
    { reason: 'missing field', field: 'openInterest', count: 1, example: contract.symbol },
  ]);
  expect(updates[0]!.symbols).toHaveLength(2);
  expect([...updates[0]!.columns.bid!]).toEqual([5.51, 5.51]);
});

test('a field of the stream that no guide names is counted, and all else is read', () => {
  const content = { key: contract.symbol, delayed: false, '2': 5.51, '56': 1, greeksModel: 'new' };
  const data = [{ service: 'LEVELONE_OPTIONS', timestamp: receivedMs - 10, command: 'SUBS', content: [content] }];
  const { rejected, updates } = frameToDomain(data, { receivedMs, tradingDay: true });
  expect(rejected.map(({ reason, field }) => `${field}: ${reason}`)).toEqual(['56: unknown field', 'greeksModel: unknown field']);
  expect(updates).toHaveLength(1);
});

test('however many names come, what is kept of them is bounded', () => {
  const names = Object.fromEntries(Array.from({ length: 1_000 }, (_, index) => [`field${index}`, index]));
  expect(converted({ ...contract, ...names }).rejected).toHaveLength(100);
});
