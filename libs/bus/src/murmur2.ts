const seed = 0x9747b28c;
const m = 0x5bd1e995;
const utf8 = new TextEncoder();

/** Kafka's 32-bit murmur2, signed, as the Java client computes it. */
export const murmur2 = (bytes: Uint8Array): number => {
  const length = bytes.length;
  let h = seed ^ length;
  let at = 0;
  for (; at + 4 <= length; at += 4) {
    let k = bytes[at]! | (bytes[at + 1]! << 8) | (bytes[at + 2]! << 16) | (bytes[at + 3]! << 24);
    k = Math.imul(k, m);
    k ^= k >>> 24;
    h = Math.imul(h, m) ^ Math.imul(k, m);
  }
  const left = length - at;
  if (left === 3) h ^= bytes[at + 2]! << 16;
  if (left >= 2) h ^= bytes[at + 1]! << 8;
  if (left >= 1) h = Math.imul(h ^ bytes[at]!, m);
  h ^= h >>> 13;
  h = Math.imul(h, m);
  return h ^ (h >>> 15);
};

/** The partition of a key: every adapter and every client of the broker must agree, or a key loses its order. */
export const partitionOf = (key: string, partitions: number): number => (murmur2(utf8.encode(key)) & 0x7fffffff) % partitions;
