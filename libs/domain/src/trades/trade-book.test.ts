import { expect, test } from 'vitest';
import { epochMs } from '../time/epoch-ms.ts';
import { enteredMs, trade } from './trade.fixture.ts';
import { placeOf, tradeKey, tradePlace } from './trade.ts';
import { tradeBook } from './trade-book.ts';

const keyed = (change: Parameters<typeof trade>[0]) => {
  const each = trade(change);
  return [tradeKey(placeOf(each)), each] as const;
};

test('a key says whose trade it is, and which: also where the owner is a chat', () => {
  for (const owner of ['ann', 'a.b@example.org', 'telegram/-100123']) {
    const place = { owner, id: 'abc234', enteredMs };
    expect(tradePlace(tradeKey(place))).toEqual(place);
  }
  for (const key of ['ann', 'ann/abc234', 'ann/abc23/1', '/abc234/1', 'ann/ABC234/1']) expect(tradePlace(key)).toBeNull();
});

test('a book gives each owner his own, the newest first; what is erased is gone', () => {
  const book = tradeBook();
  const later = { ...trade().entry, atMs: epochMs(enteredMs + 1) };
  const [first, second, chats, bobs] = [
    keyed({}),
    keyed({ id: 'bbbbbb', entry: later }),
    keyed({ owner: 'telegram/7', id: 'cccccc' }),
    keyed({ owner: 'bob' }),
  ];
  for (const [key, each] of [first, second, chats, bobs]) book.take(key, each);
  expect(book.of(['ann']).map(({ id }) => id)).toEqual(['bbbbbb', 'abc234']);
  expect(book.of(['ann', 'telegram/7'])).toHaveLength(3);
  expect(book.of(['eve'])).toEqual([]);
  book.take(first[0], { ...first[1], note: 'again' });
  expect(book.size).toBe(4);
  book.take(first[0], null);
  book.take(first[0], null);
  expect([book.size, book.of(['ann']).length]).toEqual([3, 1]);
  expect(() => book.take('nonsense', null)).toThrow(TypeError);
});
