/**
 * How a column of doubles stands in a block: value i is (`base` + offset i) / `scale`, the base a double, the offsets whole numbers of
 * `width` bytes behind it; of width 0 all values are the base itself. Prices are whole cents; sizes, counts and times are whole numbers
 * near each other: most columns need one or two bytes a value.
 */
export interface Packing {
  readonly scale: 1 | 100;
  readonly width: 0 | 1 | 2 | 4;
}

/** In the order of their numbers in a record. */
export const packings: readonly Packing[] = [
  { scale: 1, width: 0 },
  { scale: 1, width: 1 },
  { scale: 1, width: 2 },
  { scale: 1, width: 4 },
  { scale: 100, width: 1 },
  { scale: 100, width: 2 },
  { scale: 100, width: 4 },
];

export const packedBytes = ({ width }: Packing, length: number): number => Float64Array.BYTES_PER_ELEMENT + width * length;

/** The same bytes in each width. */
export interface BlockViews {
  readonly bytes: Uint8Array;
  readonly shorts: Uint16Array;
  readonly words: Uint32Array;
  readonly doubles: Float64Array;
}

export const blockViews = (bytes: number): BlockViews => {
  const buffer = new ArrayBuffer(Math.ceil(bytes / 8) * 8);
  return {
    bytes: new Uint8Array(buffer),
    shorts: new Uint16Array(buffer),
    words: new Uint32Array(buffer),
    doubles: new Float64Array(buffer),
  };
};

/** The shortest packing that gives every bit back, with its base; null where there is none shorter than the column. */
export const packingOf = (column: Float64Array): { readonly packing: Packing; readonly base: number } | null => {
  if (column.length < 2) return null;
  if (isConstant(column)) return { packing: packings[0]!, base: column[0]! };
  return wholeNumbers(column, 1) ?? wholeNumbers(column, 100);
};

const isConstant = (column: Float64Array): boolean => {
  const first = column[0]!;
  for (let i = 1; i < column.length; i++) if (!Object.is(column[i], first)) return false;
  return true;
};

const wholeNumbers = (column: Float64Array, scale: 1 | 100): ReturnType<typeof packingOf> => {
  let least = Number.POSITIVE_INFINITY;
  let greatest = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < column.length; i++) {
    const value = column[i]!;
    const scaled = Math.round(value * scale);
    // False for NaN and infinities too; −0 would come back as 0.
    if (!(scaled / scale === value && Math.abs(scaled) <= Number.MAX_SAFE_INTEGER) || Object.is(value, -0)) return null;
    if (scaled < least) least = scaled;
    if (scaled > greatest) greatest = scaled;
  }
  const range = greatest - least;
  const width = range < 2 ** 8 ? 1 : range < 2 ** 16 ? 2 : 4;
  if (range >= 2 ** 32) return null;
  return { packing: packings.find((packing) => packing.scale === scale && packing.width === width)!, base: least };
};

/** Writes the column from byte `begin` on, a multiple of 8. */
export const pack = (
  column: Float64Array,
  { scale, width }: Packing,
  base: number,
  { bytes, shorts, words, doubles }: BlockViews,
  begin: number,
): void => {
  doubles[begin / 8] = base;
  if (width === 0) return;
  const offsets = width === 1 ? bytes : width === 2 ? shorts : words;
  const first = (begin + 8) / width;
  for (let i = 0; i < column.length; i++) offsets[first + i] = Math.round(column[i]! * scale) - base;
};

/** Reads the column from byte `begin` on. A loop for each width: one over any of them is several times as slow. */
export const unpack = (
  column: Float64Array,
  { scale, width }: Packing,
  { bytes, shorts, words, doubles }: BlockViews,
  begin: number,
): void => {
  const { length } = column;
  const base = doubles[begin / 8]!;
  const first = width === 0 ? 0 : (begin + 8) / width;
  if (width === 0) column.fill(base);
  else if (width === 1) for (let i = 0; i < length; i++) column[i] = (base + bytes[first + i]!) / scale;
  else if (width === 2) for (let i = 0; i < length; i++) column[i] = (base + shorts[first + i]!) / scale;
  else for (let i = 0; i < length; i++) column[i] = (base + words[first + i]!) / scale;
};
