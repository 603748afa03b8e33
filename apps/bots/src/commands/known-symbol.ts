import { type LevelsEvent, underlyingNamed } from '@gexstream/domain';
import { closestNames } from '../present/closest-name.ts';
import type { Present } from '../present/present.ts';
import { CommandError } from './command.ts';

/** Whatever is typed comes back in the answer: so much of it. */
export const canonicalSymbol = (typed: string): string => underlyingNamed(typed).slice(0, 12);

/** The newest levels of a symbol that a person typed behind a command; else what they may have meant. */
export const knownLevels = (present: Present, typed: string | undefined, command: string): LevelsEvent => {
  const symbol = canonicalSymbol(typed ?? '');
  if (symbol === '') throw new CommandError('Which symbol?', `For example: ${command} ${present.symbols()[0] ?? 'SPX'}`);
  const levels = present.levels(symbol);
  if (levels !== null) return levels;
  throw unknownSymbol(symbol, present.symbols());
};

/** Refuses what neither the exposures nor the scanner know; while nothing is known of any symbol it takes all. */
export const refuseUnknown = (present: Present, symbols: readonly string[]): void => {
  const known = [...new Set([...present.symbols(), ...present.scanner.symbols()])];
  for (const symbol of symbols) if (known.length > 0 && !known.includes(symbol)) throw unknownSymbol(symbol, known);
};

export const unknownSymbol = (symbol: string, known: readonly string[]): CommandError => {
  const meant = closestNames(symbol, known);
  const list =
    known.length === 0
      ? 'Nothing is known of any symbol yet; ask again in a moment.'
      : `Known: ${known.slice(0, 30).join(', ')}.`;
  return new CommandError(`Unknown symbol "${symbol}".${meant.length === 0 ? '' : ` Did you mean ${meant.join(', ')}?`}`, list);
};
