/** The user's input is wrong: the message names what and says what would do. Exit status 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}
