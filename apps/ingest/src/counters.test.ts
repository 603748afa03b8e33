import type { Rejected } from '@gexstream/schwab';
import { expect, test } from 'vitest';
import { Counters } from './counters.ts';

const rejected = (field: string, reason: Rejected['reason'], count = 1): Rejected => ({ field, reason, count, example: 'SPY' });

test('a schema that moves is told once for each field; a bad value is counted alone', () => {
  const told: string[] = [];
  const counters = new Counters(({ field }) => void told.push(field));
  for (let time = 0; time < 3; time += 1)
    counters.rejected([rejected('vanna', 'unknown field'), rejected('iv', 'negative', 2), rejected('bid', 'missing field')]);
  expect(told).toEqual(['vanna', 'bid']);
  expect(counters.snapshot().rejected).toEqual({ 'vanna: unknown field': 3, 'iv: negative': 6, 'bid: missing field': 3 });
});

test('names that the wire makes up are counted together beyond a bound', () => {
  let told = 0;
  const counters = new Counters(() => {
    told += 1;
  });
  counters.rejected(Array.from({ length: 600 }, (_, index) => rejected(`field${index}`, 'unknown field')));
  expect(told).toBe(500);
  expect(counters.snapshot().rejected.others).toBe(100);
  expect(Object.keys(counters.snapshot().rejected)).toHaveLength(501);
});
