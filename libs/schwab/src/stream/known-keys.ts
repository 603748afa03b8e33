import { oneText } from '../one-text.ts';

/** About what Schwab's limits allow to stream at once, some times over. Two find room in each pair of places; of three the oldest goes. */
const places = 2 ** 17;
const keys = new Array<string>(places).fill('');

/** The ASCII text of `bytes` from `from` to `to`, but found where it has been before, not made: see `oneText`. */
export const knownKey = (bytes: Buffer, from: number, to: number): string => {
  let hash = 0;
  for (let at = from; at < to; at++) hash = Math.imul(hash ^ bytes[at]!, 16_777_619);
  const place = (hash ^ (hash >>> 15)) & (places - 1);
  const known = keys[place]!;
  if (standsAt(known, bytes, from, to)) return known;
  const other = keys[place ^ 1]!;
  if (standsAt(other, bytes, from, to)) return other;
  const key = oneText(bytes.toString('latin1', from, to));
  keys[place ^ 1] = known;
  keys[place] = key;
  return key;
};

const standsAt = (text: string, bytes: Buffer, from: number, to: number): boolean => {
  if (text.length !== to - from) return false;
  for (let at = 0; at < text.length; at++) if (text.charCodeAt(at) !== bytes[from + at]) return false;
  return true;
};
