import { tradeRecord, tradeRemoval } from '@gexstream/bus';
import { epochMs, type Trade } from '@gexstream/domain';
import { allTables, tradeOutcomes } from '@gexstream/store';
import { openDuckDbStore } from '@gexstream/store/duckdb';
import { expect, test } from 'vitest';
import { fullMinute } from './fixtures/events.ts';
import { readRecord } from './read-record.ts';

const trade: Trade = {
  id: 'abc234',
  owner: 'ann',
  symbol: 'SPX',
  expiry: '2026-11-20',
  strike: 6000,
  side: 'put',
  direction: 'short',
  quantity: 2,
  entry: { atMs: fullMinute, price: 4.1, spot: 5990 },
  exit: { atMs: epochMs(fullMinute + 60_000), price: 1, spot: null },
  signal: 'NEUTRAL',
  composite: 65,
  note: 'my own words',
};
const stored = (record: ReturnType<typeof tradeRecord>) => ({ ...record, partition: 0, offset: 0 });
const stamp = { feed: 'sim', run: 'r1', now: fullMinute } as const;

test('a trade is one row with what came of it; erased, nothing but its key is left, in the store too', async () => {
  const store = await openDuckDbStore({ path: ':memory:', memoryLimitMb: 64 });
  await store.declareTables(allTables);
  const write = async (record: ReturnType<typeof tradeRecord>) => {
    const read = readRecord(stored(record), 'sim');
    if ('unreadable' in read) throw new Error(read.unreadable);
    expect(read.tables.map(({ table, rows }) => [table.name, rows.length])).toEqual([['trade_outcomes', 1]]);
    for (const { table, rows } of read.tables) await store.append(table, rows);
    return store.range(tradeOutcomes, { from: epochMs(0), to: epochMs(4e12), limit: 10 });
  };

  expect(await write(tradeRecord({ ...trade, exit: null }, stamp))).toMatchObject([{ state: 'open', profit_loss: null }]);
  const [row, ...more] = await write(tradeRecord(trade, stamp));
  expect(more).toEqual([]);
  expect(row).toMatchObject({
    entry_ts: fullMinute,
    owner: 'ann',
    trade_id: 'abc234',
    state: 'win',
    side: 'PUT',
    direction: 'short',
    signal_type: 'NEUTRAL',
    composite_score: 65,
    exit_ts: fullMinute + 60_000,
    profit_loss: 310,
    total_profit_loss: 620,
    held_ms: 60_000,
  });
  expect(JSON.stringify(row)).not.toContain('my own words');

  const [erased, ...others] = await write(tradeRemoval({ owner: 'ann', id: 'abc234', enteredMs: fullMinute }, fullMinute));
  expect(others).toEqual([]);
  const told = Object.entries(erased!).filter(([, value]) => value !== null);
  expect(Object.fromEntries(told)).toEqual({
    entry_ts: fullMinute,
    owner: 'ann',
    trade_id: 'abc234',
    state: 'erased',
    feed: 'sim',
  });
  await store.close();
});

test('a deletion on any other topic, or of what is no trade, is still unreadable', () => {
  const removal = stored(tradeRemoval({ owner: 'ann', id: 'abc234', enteredMs: fullMinute }, fullMinute));
  for (const change of [{ topic: 'levels' }, { key: 'ann' }])
    expect(readRecord({ ...removal, ...change }, 'sim')).toEqual({ unreadable: 'the record has no value' });
});
