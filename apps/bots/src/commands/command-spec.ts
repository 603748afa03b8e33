/** A command as people see it: the help, Telegram's list and Discord's slash command are made from it. */
export interface CommandSpec {
  /** `[a-z0-9_]`, at most 32 characters. */
  readonly name: string;
  /** At most 100 characters. */
  readonly summary: string;
  readonly options: readonly OptionSpec[];
  /** `anyone`: strangers too; `member`: of an approved chat; `admin`: of the bot. */
  readonly audience: 'anyone' | 'member' | 'admin';
  /** Heading in the help. */
  readonly section: 'Levels' | 'Flow' | 'Alerts' | 'This chat' | 'You' | 'Administration';
  /** Only who asked sees the answer, where the platform can. */
  readonly onlyToAsker: boolean;
  readonly examples: readonly string[];
}

/** Typed in this order, separated by spaces; the last may take the rest of the line. */
export interface OptionSpec {
  readonly name: string;
  /** At most 100 characters. */
  readonly summary: string;
  readonly required: boolean;
  /** `symbol` and `suggested` are completed while typing; `rest` takes the rest of the line. */
  readonly kind: 'symbol' | 'suggested' | 'choice' | 'word' | 'rest';
  /** Of `choice`, at most 25. */
  readonly choices?: readonly string[];
}
