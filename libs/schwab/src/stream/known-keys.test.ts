import fc from 'fast-check';
import { expect, test } from 'vitest';
import { knownKey } from './known-keys.ts';

test('a known key is the piece of the text, whatever was known before it', () => {
  const ascii = fc.string({ unit: 'binary-ascii', maxLength: 24 });
  fc.assert(
    fc.property(fc.array(ascii, { maxLength: 40 }), (keys) => {
      for (const key of [...keys, ...keys]) expect(knownKey(Buffer.from(`"${key}"`), 1, 1 + key.length)).toBe(key);
    }),
  );
});
