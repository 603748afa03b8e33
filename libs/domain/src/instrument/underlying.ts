/**
 * The one key of an underlying everywhere: its symbol without prefix (`SPX`, not `$SPX`). Topics, tables and screens use it; the
 * broker's form lives only at the broker's edge.
 */

/** Weekly and end-of-month series have roots of their own. */
const underlyingByRoot: Readonly<Record<string, string>> = {
  SPXW: 'SPX',
  NDXP: 'NDX',
  RUTW: 'RUT',
  VIXW: 'VIX',
};

const indices: ReadonlySet<string> = new Set(
  'SPX NDX RUT DJX VIX XSP XND MRUT OEX XEO MXEA MXEF DJI COMPX RVX VXN VIX1D VIX9D VIX3M VIX6M VVIX'.split(' '),
);

/** The broker writes a share class behind a slash, the option's root has no room for it. */
const schwabShareClass: Readonly<Record<string, string>> = { BRKA: 'BRK/A', BRKB: 'BRK/B', BFA: 'BF/A', BFB: 'BF/B' };

/** The underlying of a series root: `SPXW` → `SPX`, `NVDA1` → `NVDA`, most roots → themselves. */
export const underlyingOfRoot = (root: string): string => {
  const base = withoutDigits(root);
  return underlyingByRoot[base] ?? base;
};

/**
 * A corporate action or a flexible contract: its deliverable is not 100 shares of the underlying, so it never adds to the standard
 * series. Such roots begin or end with a digit.
 */
export const isAdjustedRoot = (root: string): boolean => withoutDigits(root) !== root;

export const isIndex = (underlying: string): boolean => indices.has(underlying);

/** The broker's symbol of an underlying: `SPX` → `$SPX`, `BRKB` → `BRK/B`, `SPY` → `SPY`. */
export const schwabSymbol = (underlying: string): string =>
  isIndex(underlying) ? `$${underlying}` : (schwabShareClass[underlying] ?? underlying);

/** The underlying behind a broker's symbol: `$SPX` → `SPX`. Reverses `schwabSymbol`. */
export const underlyingOfSchwab = (symbol: string): string => {
  if (symbol.startsWith('$')) return symbol.slice(1);
  return symbol.indexOf('/') > 0 ? symbol.replace('/', '') : symbol;
};

/**
 * The underlying that is meant by a name as people write it: any case, an index with `$` or `^`, a share class set off: `brk.b` → `BRKB`; a weekly
 * root: `SPXW` → `SPX`.
 */
export const underlyingNamed = (text: string): string => {
  const name = text.trim().toUpperCase().replace(/^[$^]/, '').replace(/[./-]/g, '');
  return underlyingByRoot[name] ?? name;
};

const withoutDigits = (root: string): string => {
  let from = 0;
  let to = root.length;
  while (from < to && isDigit(root.charCodeAt(from))) from++;
  while (to > from && isDigit(root.charCodeAt(to - 1))) to--;
  return from === to ? root : root.slice(from, to);
};

const isDigit = (code: number): boolean => code >= 0x30 && code <= 0x39;
