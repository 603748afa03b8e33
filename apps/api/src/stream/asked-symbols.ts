/** Which symbols a reader asked for. */
export interface Symbols {
  /** The same for all who asked for the same. */
  readonly key: string;
  /** null concerns every reader. */
  want(symbol: string | null): boolean;
}

/** null asks for all. */
export const askedFor = (symbols: ReadonlySet<string> | null): Symbols =>
  symbols === null
    ? { key: '*', want: () => true }
    : { key: [...symbols].sort().join(), want: (symbol) => symbol === null || symbols.has(symbol) };
