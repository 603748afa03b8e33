import { underlyingNamed } from '@gexstream/domain';
import { Type } from 'typebox';

/** An underlying as people write it: any case, an index with or without `$`. */
export const SymbolText = Type.String({
  pattern: '^[$^]?[A-Za-z][A-Za-z0-9]{0,5}([./-][A-Za-z]{1,2})?$',
  maxLength: 12,
  description: 'underlying such as SPX or spy; `$SPX` is SPX',
});

/** Underlyings, separated by commas. */
export const SymbolList = Type.String({
  pattern: '^[$^]?[A-Za-z][A-Za-z0-9./-]{0,8}(,[$^]?[A-Za-z][A-Za-z0-9./-]{0,8}){0,99}$',
  description: 'underlyings separated by commas, such as SPX,SPY; all when left out',
});

/** The name that keys, events and tables use: `$spx` → `SPX`. */
export const canonicalSymbol = underlyingNamed;
