/** A rule that cannot be understood or is out of bounds; the message is for who typed it, and shows how it would be right. */
export class RuleError extends Error {
  override readonly name = 'RuleError';
}
