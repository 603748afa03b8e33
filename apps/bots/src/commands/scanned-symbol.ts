import { type NothingScanned, nothingScanned } from '@gexstream/domain';
import { closestNames } from '../present/closest-name.ts';
import { CommandError, type Office } from './command.ts';
import { canonicalSymbol } from './known-symbol.ts';

/** A symbol of which the scanner has something; else why it has nothing, and what may have been meant. */
export const scannedSymbol = ({ present }: Office, typed: string | undefined, command: string): string => {
  const { scanner } = present;
  const symbol = canonicalSymbol(typed ?? '');
  if (symbol === '') throw new CommandError('Which symbol?', `For example: ${command} ${scanner.symbols()[0] ?? 'SPY'}`);
  if (scanner.symbols().includes(symbol)) return symbol;
  const meant = present.symbols().includes(symbol) ? [] : closestNames(symbol, scanner.symbols());
  const said = nothingWords[nothingScanned(scanner, symbol)](symbol);
  throw new CommandError(
    `${said.why}${meant.length === 0 ? '' : ` Did you mean ${meant.join(', ')}?`}`,
    `Scanned so far: ${scanner.symbols().join(', ') || 'nothing'}.${said.next}`,
  );
};

const nothingWords: Readonly<Record<NothingScanned, (symbol: string) => { readonly why: string; readonly next: string }>> = {
  unclear: (symbol) => ({ why: `The scanner has nothing of ${symbol} yet.`, next: '' }),
  'nothing-came': (symbol) => ({ why: `The last scan got nothing of ${symbol}.`, next: ' The next may.' }),
  'not-scanned': (symbol) => ({
    why: `${symbol} is not scanned.`,
    next: ` Whoever runs the scanner adds ${symbol} to its list: --scan or SCANNER_SYMBOLS.`,
  }),
};
