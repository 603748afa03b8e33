import type { Generator } from '../market/random.ts';

const kinds: readonly ((text: string, next: Generator) => string)[] = [
  (text, next) => text.slice(0, 1 + Math.floor(next() * (text.length - 1))),
  (text) => text.replaceAll(/:(\d+(\.\d+)?)([,}])/g, ':NaN$3'),
  () => '{"data":{"service":"LEVELONE_OPTIONS","content":"none"}}',
  () => '{"data":[{"service":17,"timestamp":"now","content":[null,7,{"key":4}]}],"notify":"x","response":[[]]}',
  () => '<html><body>502 Bad Gateway</body></html>',
  () => '\u0000\uFFFD[]',
  () => '',
];

/** A frame that cannot be read, of a kind seen or feared, made from one that can. */
export const garbageFrame = (text: string, next: Generator): string => kinds[Math.floor(next() * kinds.length)]!(text, next);
