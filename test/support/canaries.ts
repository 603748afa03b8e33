/** Secret values that are easy to find, by what they are secrets of. */
export type Canaries = Readonly<Record<string, string>>;

/** `what: place (how it was written)` of each secret that stands in a text: plain, URL-encoded, or inside base64 of anything longer. */
export const canariesIn = (canaries: Canaries, texts: Readonly<Record<string, string>>): readonly string[] =>
  Object.entries(canaries).flatMap(([what, secret]) =>
    Object.entries(spellings(secret)).flatMap(([how, pattern]) =>
      Object.entries(texts).flatMap(([place, text]) => (text.includes(pattern) ? [`${what}: ${place} (${how})`] : [])),
    ),
  );

const spellings = (secret: string): Readonly<Record<string, string>> => {
  if (secret.length < 8) throw new RangeError('a canary of less than 8 letters is found by chance');
  const shifted = [0, 1, 2].map((before) => {
    const bytes = Buffer.concat([Buffer.alloc(before), Buffer.from(secret)]);
    // What neighbours share letters with is left out: it depends on them.
    const [first, last] = [Math.ceil((before * 8) / 6), Math.floor((bytes.length * 8) / 6)];
    return bytes.toString('base64').slice(first, last);
  });
  return {
    plain: secret,
    'URL-encoded': encodeURIComponent(secret),
    ...Object.fromEntries(shifted.map((text, at) => [`base64+${at}`, text])),
    ...Object.fromEntries(shifted.map((text, at) => [`base64url+${at}`, text.replaceAll('+', '-').replaceAll('/', '_')])),
  };
};
