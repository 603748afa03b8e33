/** An effect's result that is to be awaited; asked of every effect, so that one without costs no promise. */
export const isPending = (result: unknown): result is PromiseLike<unknown> =>
  typeof result === 'object' && result !== null && 'then' in result && typeof result.then === 'function';
