import { epochMs, type Trade, tradeBook } from '@gexstream/domain';
import { expect, test } from 'vitest';
import { decodeEvent } from './codec/index.ts';
import { topic } from './topics.ts';
import { tradeId, tradeRecord, tradeRemoval } from './trade-record.ts';

const now = epochMs(Date.UTC(2026, 10, 20, 15, 30));
const trade: Trade = {
  id: 'abc234',
  owner: 'telegram/7',
  symbol: 'SPX',
  expiry: '2026-11-20',
  strike: 6000,
  side: 'call',
  direction: 'long',
  quantity: 2,
  entry: { atMs: now, price: 4.1, spot: null },
  exit: null,
  signal: null,
  composite: null,
  note: '',
};

test('a trade goes under its own key and comes back whole; its removal has the same key', () => {
  const record = tradeRecord(trade, { feed: 'sim', run: 'r1', now });
  expect(record).toMatchObject({ topic: topic.trades.name, key: `telegram/7/abc234/${now}`, timestampMs: now });
  expect(decodeEvent(record.value!)).toMatchObject({ kind: 'trade', version: 1, underlying: 'SPX', body: trade });
  expect(tradeRemoval({ owner: 'telegram/7', id: 'abc234', enteredMs: now }, now)).toEqual({ ...record, value: null });
  tradeBook().take(record.key, trade);
});

test('the id follows from the entry alone: the same is the same, another price or owner another', () => {
  const id = tradeId(trade);
  expect(id).toMatch(/^[a-z2-7]{6}$/);
  expect(tradeId({ ...trade, exit: { atMs: now, price: 9, spot: null }, note: 'x' })).toBe(id);
  const others = [{ owner: 'ann' }, { quantity: 3 }, { entry: { ...trade.entry, price: 4.2 } }, { side: 'put' as const }];
  expect(new Set([id, ...others.map((change) => tradeId({ ...trade, ...change }))]).size).toBe(5);
});
