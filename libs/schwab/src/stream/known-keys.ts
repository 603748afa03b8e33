import { oneText } from '../one-text.ts';

/** About what Schwab's limits allow to stream at once, some times over. Where two share a place the newer one takes it. */
const places = 2 ** 17;
const keys = new Array<string>(places).fill('');

/** `text.slice(from, to)`, but found where it has been before, not made: see `oneText`. */
export const knownKey = (text: string, from: number, to: number): string => {
  let hash = 0;
  for (let at = from; at < to; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 16_777_619);
  const place = (hash ^ (hash >>> 15)) & (places - 1);
  const known = keys[place]!;
  if (known.length === to - from && text.startsWith(known, from)) return known;
  const key = oneText(text.slice(from, to));
  keys[place] = key;
  return key;
};
