const headCharsMax = 4_096;
/** Tokens, keys and ids are longer than anything else without a blank: option symbols have 15 such characters, services 17. */
const secretRun = /[A-Za-z0-9_.~+/=%-]{24,}@?/g;
const cutRun = /[A-Za-z0-9_.~+/=%-]+$/;

/** The beginning of a frame for a person to look at: whatever could be a token, a key or an id is left out. */
export const redactedHead = (text: string): string => {
  const head = text.length > headCharsMax ? text.slice(0, headCharsMax).replace(cutRun, '') : text;
  return head.replaceAll(secretRun, '[redacted]');
};
