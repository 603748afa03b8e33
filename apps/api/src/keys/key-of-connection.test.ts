import { expect, test } from 'vitest';
import { keyOfConnection } from './key-of-connection.ts';
import type { HeldKey } from './key-ring.ts';

const held = (name: string) => {
  const revoking = new AbortController();
  const key: HeldKey = { name, user: name, scope: 'read', sha256: '', revoked: revoking.signal };
  return { key, revoke: () => revoking.abort() };
};

test('a connection’s key is found once, for the header that it was found for, until it is revoked', () => {
  const [ann, bob] = [held('ann'), held('bob')];
  const keys = new Map([
    ['Bearer ann', ann.key],
    ['Bearer bob', bob.key],
  ]);
  const sought: string[] = [];
  const keyOf = keyOfConnection((header) => {
    sought.push(header);
    return keys.get(header) ?? null;
  });
  const [one, other] = [{}, {}];
  const names = (...asked: [object, string][]) => asked.map(([connection, header]) => keyOf(connection, header)?.name);

  expect(names([one, 'Bearer ann'], [one, 'Bearer ann'], [other, 'Bearer bob'], [one, 'Bearer ann'])).toEqual([
    ...['ann', 'ann', 'bob', 'ann'],
  ]);
  expect(sought).toEqual(['Bearer ann', 'Bearer bob']);
  expect(names([one, 'Bearer anne'], [one, 'Bearer anm'], [one, ''], [one, 'Bearer bob'])).toEqual([
    ...[undefined, undefined, undefined, 'bob'],
  ]);

  keys.delete('Bearer bob');
  bob.revoke();
  expect(names([one, 'Bearer bob'], [other, 'Bearer bob'])).toEqual([undefined, undefined]);
});
