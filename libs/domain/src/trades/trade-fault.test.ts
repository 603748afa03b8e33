import { expect, test } from 'vitest';
import { epochMs } from '../time/epoch-ms.ts';
import { enteredMs, exitAfter, trade } from './trade.fixture.ts';
import type { Trade } from './trade.ts';
import { isTrade, tradeFault } from './trade-fault.ts';

const now = epochMs(enteredMs + 3 * 3_600_000);
const entry = (change: Partial<Trade['entry']>) => ({ entry: { ...trade().entry, ...change } });

test('a trade that can be has no fault, with its exit and without', () => {
  expect(tradeFault(trade(), now)).toBeNull();
  expect(tradeFault(trade({ exit: exitAfter(60, 0) }), now)).toBeNull();
});

test.each<[field: string, change: Partial<Trade>]>([
  ['symbol', { symbol: 'spx!' }],
  ['expiry', { expiry: '2026-02-30' }],
  ['expiry', { expiry: '2026-11-19' }],
  ['strike', { strike: 0 }],
  ['strike', { strike: Number.NaN }],
  ['quantity', { quantity: 1.5 }],
  ['quantity', { quantity: 100_001 }],
  ['note', { note: 'x'.repeat(201) }],
  ['entry_price', entry({ price: 0 })],
  ['entry_price', entry({ price: Number.POSITIVE_INFINITY })],
  ['entered_at', entry({ atMs: epochMs(now + 120_000) })],
  ['entered_at', entry({ atMs: epochMs(now - 731 * 86_400_000) })],
  ['exit_price', { exit: exitAfter(60, -1) }],
  ['exited_at', { exit: exitAfter(-1, 5) }],
  ['exited_at', { exit: exitAfter(240, 5) }],
])('what cannot be is told by the name of its field: %s', (field, change) => {
  expect(tradeFault(trade(change), now)).toMatchObject({ field, message: expect.stringMatching(/^is /) });
});

test('a body that another process wrote is looked at before it counts', () => {
  expect(isTrade(trade({ exit: exitAfter(1, 2) }))).toBe(true);
  for (const body of [null, 'x', {}, { ...trade(), side: 'CALL' }, { ...trade(), entry: null }, { ...trade(), exit: {} }])
    expect(isTrade(body)).toBe(false);
});
