import fc from 'fast-check';
import { expect, test } from 'vitest';
import { knownKey } from './known-keys.ts';

test('a known key is the piece of the text, whatever was known before it', () => {
  fc.assert(
    fc.property(fc.array(fc.string({ unit: 'binary', maxLength: 24 }), { maxLength: 40 }), (keys) => {
      for (const key of [...keys, ...keys]) expect(knownKey(`"${key}"`, 1, 1 + key.length)).toBe(key);
    }),
  );
});
