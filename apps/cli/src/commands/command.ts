export interface Command {
  readonly usage: string;
  /** The options, a line each. */
  readonly options: string;
  /** Resolves to the exit status. Throws `UsageError` for wrong input. */
  readonly run: (args: readonly string[]) => Promise<number>;
}
