/**
 * The text of each OSI symbol, made once: who looks a contract up by it finds the very same text, whose hash is known by then. An open
 * hash table over whole numbers, since a Map of them takes four times as long. Past the limit all are let go and made anew.
 */
const slotsMin = 2 ** 14;
/** Ten underlyings as large as SPX have half as many contracts. */
const slotsMax = 2 ** 20;
const seriesBits = 21;
const rootsMax = 2 ** (31 - seriesBits);

const emptyTable = (slots: number) => ({
  /** Root and series; 0 where the slot is free. */
  series: new Int32Array(slots),
  strike: new Int32Array(slots),
  text: new Array<string>(slots).fill(''),
});

let table = emptyTable(slotsMin);
let used = 0;
const roots = new Map<string, number>();

/** The numbers that stand for roots, padded to 6 characters, until the next call. */
export const rootNumbers = (wanted: readonly string[]): readonly number[] => {
  if (wanted.length >= rootsMax) throw new RangeError(`${wanted.length} roots in one record`);
  if (roots.size + wanted.length >= rootsMax) {
    roots.clear();
    table = emptyTable(slotsMin);
    used = 0;
  }
  return wanted.map((root) => {
    const number = roots.get(root) ?? roots.size + 1;
    roots.set(root, number);
    return number;
  });
};

/** `series`: twice the date's six digits, and 1 for a put; `strike` in thousandths. Throws RangeError where no symbol has them. */
export const symbolText = (root: string, rootOfTable: number, series: number, strike: number): string => {
  const key = (rootOfTable << seriesBits) | series;
  const slot = slotOf(key, strike | 0);
  const isKnown = table.series[slot] !== 0 && (series | 0) === series && (strike | 0) === strike;
  return isKnown ? table.text[slot]! : newText(root, key, series, strike);
};

const slotOf = (key: number, strike: number): number => {
  const mask = table.series.length - 1;
  const mixed = Math.imul(key, 0x9e3779b1) ^ Math.imul(strike, 0x85ebca6b);
  let slot = (mixed ^ (mixed >>> 15)) & mask;
  while (table.series[slot] !== 0 && !(table.series[slot] === key && table.strike[slot] === strike)) slot = (slot + 1) & mask;
  return slot;
};

const newText = (root: string, key: number, series: number, strike: number): string => {
  if (!isWholeBelow(series, 2e6) || !isWholeBelow(strike, 1e8))
    throw new RangeError(`no symbol has the series ${series} and the strike ${strike}`);
  const text = `${root}${padded(series >> 1, 6)}${series % 2 === 1 ? 'P' : 'C'}${padded(strike, 8)}`;
  makeRoom();
  put(key, strike, text);
  used += 1;
  return text;
};

const padded = (value: number, length: number): string => String(value).padStart(length, '0');
const isWholeBelow = (value: number, limit: number): boolean => Number.isInteger(value) && value >= 0 && value < limit;

const put = (key: number, strike: number, text: string): void => {
  const slot = slotOf(key, strike);
  table.series[slot] = key;
  table.strike[slot] = strike;
  table.text[slot] = text;
};

/** Half of the slots stay free. */
const makeRoom = (): void => {
  const before = table;
  const slots = before.series.length;
  if (used < slots / 2) return;
  table = emptyTable(slots === slotsMax ? slotsMin : 2 * slots);
  if (slots === slotsMax) {
    used = 0;
    return;
  }
  for (let slot = 0; slot < slots; slot++)
    if (before.series[slot] !== 0) put(before.series[slot]!, before.strike[slot]!, before.text[slot]!);
};
