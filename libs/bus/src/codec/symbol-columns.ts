import type { Envelope } from '@gexstream/domain';
import { addExtension } from 'msgpackr';
import { rootNumbers, symbolText } from './symbol-texts.ts';

/** 's' is free among msgpackr's extensions. */
const extensionType = 0x73;
/** Of an OSI symbol: the root, padded; then `YYMMDD`, `C` or `P`, and the strike × 1000 in 8 digits. */
const rootLength = 6;
const symbolLength = 21;
const strikeAt = 13;

/** The symbols of a record as numbers: a text each would be a sixth of the record, and most of what reading it costs. */
class SymbolColumns {
  readonly symbols: readonly string[];

  constructor(symbols: readonly string[]) {
    this.symbols = symbols;
  }
}

/** Roots that occur; then for each symbol the root's place among them (null where there is one root), date and side, and strike. */
type Written = readonly [roots: readonly string[], root: Float64Array | null, series: Float64Array, strike: Float64Array];

/** The event with the symbols of its option updates as columns, where all are whole OSI symbols; else the event itself. */
export const withSymbolColumns = (event: Envelope<string, unknown>): unknown => {
  if (event?.kind !== 'option-updates') return event;
  const body = event.body as { readonly symbols?: unknown } | null;
  const symbols = body?.symbols;
  if (!Array.isArray(symbols) || symbols.length === 0 || !symbols.every(isWhole)) return event;
  return { ...event, body: { ...body, symbols: new SymbolColumns(symbols) } };
};

/** Reads back as itself: plain letters first, digits and the letter of the side where they belong. Whether root and date mean anything is not looked at. */
const isWhole = (symbol: unknown): boolean => {
  if (typeof symbol !== 'string' || symbol.length !== symbolLength) return false;
  const side = symbol.charCodeAt(strikeAt - 1);
  if (side !== letterC && side !== letterP) return false;
  for (let i = 0; i < symbolLength; i++) {
    const code = symbol.charCodeAt(i);
    if (i === strikeAt - 1) continue;
    if (i < rootLength ? code < space || code > letterZ : code < digit0 || code > digit9) return false;
  }
  return true;
};

const write = ({ symbols }: SymbolColumns): Written => {
  const roots: string[] = [];
  const root = new Float64Array(symbols.length);
  const series = new Float64Array(symbols.length);
  const strike = new Float64Array(symbols.length);
  symbols.forEach((symbol, i) => {
    const text = symbol.slice(0, rootLength);
    const known = roots.indexOf(text);
    root[i] = known < 0 ? roots.push(text) - 1 : known;
    series[i] = 2 * digits(symbol, rootLength, strikeAt - 1) + (symbol.charCodeAt(strikeAt - 1) === letterP ? 1 : 0);
    strike[i] = digits(symbol, strikeAt, symbolLength);
  });
  return [roots, roots.length === 1 ? null : root, series, strike];
};

const read = ([roots, root, series, strike]: Written): readonly string[] => {
  const { length } = series;
  if (strike.length !== length || (root ?? series).length !== length)
    throw new RangeError('the columns of its symbols differ in length');
  if (!roots.every((text) => text.length === rootLength)) throw new RangeError(`its symbols have the roots ${roots}`);
  const numbers = rootNumbers(roots);
  const symbols: string[] = [];
  for (let i = 0; i < length; i++) {
    const place = root === null ? 0 : root[i]!;
    const number = numbers[place];
    if (number === undefined) throw new RangeError('a symbol has none of its roots');
    symbols.push(symbolText(roots[place]!, number, series[i]!, strike[i]!));
  }
  return symbols;
};

/** The number that the digits of [from, to) spell. */
const digits = (text: string, from: number, to: number): number => {
  let value = 0;
  for (let i = from; i < to; i++) value = value * 10 + (text.charCodeAt(i) - digit0);
  return value;
};

const space = 0x20;
const digit0 = 0x30;
const digit9 = 0x39;
const letterC = 0x43;
const letterP = 0x50;
const letterZ = 0x5a;

addExtension({ Class: SymbolColumns, type: extensionType, write, read });
