import { timingSafeEqual } from 'node:crypto';
import type { HeldKey } from './key-ring.ts';

interface Shown {
  readonly header: Buffer;
  readonly key: HeldKey;
}

/**
 * Remembers of each connection the key that it showed last: a program sends the same header with every request, and finding a key takes
 * two digests. What was found holds until it is revoked. A proxy's connections are many people's, so headers are compared as secrets are.
 */
export const keyOfConnection = (find: (header: string) => HeldKey | null) => {
  const shown = new WeakMap<object, Shown>();
  return (connection: object, text: string): HeldKey | null => {
    const header = Buffer.from(text, 'latin1');
    const last = shown.get(connection);
    if (last !== undefined && !last.key.revoked.aborted && same(last.header, header)) return last.key;
    const key = find(text);
    if (key !== null) shown.set(connection, { header, key });
    return key;
  };
};

const same = (one: Buffer, other: Buffer): boolean => one.length === other.length && timingSafeEqual(one, other);
