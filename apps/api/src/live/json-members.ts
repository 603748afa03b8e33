/** Members of a JSON object, without its braces. */
export type Members = string;

export const membersOf = (object: object): Members => JSON.stringify(object).slice(1, -1);

/**
 * Members with letters beyond Latin-1 escaped: the engine keeps such a text with one byte a letter, and one wider letter would double
 * the memory of every answer that the members are part of.
 */
export const latinMembersOf = (object: object): Members => {
  const escaped = membersOf(object).replace(
    /[\u0100-\uffff]/g,
    (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
  return Buffer.from(escaped, 'latin1').toString('latin1');
};
