/** Fields that merge by their own source time; each has a value column and a time column. */
export const mergedFields = [
  'bid',
  'ask',
  'bidSize',
  'askSize',
  'last',
  'lastSize',
  'volume',
  'streamIv',
  'chainIv',
  'openInterest',
] as const;

export type MergedField = (typeof mergedFields)[number];

/**
 * The hot state of one underlying's options: one row a contract, one `Float64Array` a field. Values are NaN until known; times are
 * epoch ms, −Infinity until known. About 210 bytes a contract. The book owns them: no reference leaves it but for reading at once.
 */
export interface BookColumns {
  capacity: number;
  strike: Float64Array;
  expiryIndex: Uint16Array;
  /** +1 call, −1 put. */
  side: Int8Array;
  /** USD per point. */
  multiplier: Float64Array;
  /** Row of the other side at the same root, expiry and strike; −1 while there is none. */
  pair: Int32Array;
  /** 1 while the last chain answer of its expiry listed it. */
  listed: Uint8Array;
  /** When the stream and when a chain last spoke of it, epoch ms; −Infinity for never. */
  streamedMs: Float64Array;
  polledMs: Float64Array;
  /** IV solved from the out-of-the-money mid; NaN where there is none. */
  solvedIv: Float64Array;
  /** 1 while bid or ask have changed since `solvedIv` was solved. */
  quoteChanged: Uint8Array;
  /** Of this session's classified trades, in contracts: bought minus sold by customers, and both together. */
  signedVolume: Float64Array;
  classifiedVolume: Float64Array;
  value: Record<MergedField, Float64Array>;
  timeMs: Record<MergedField, Float64Array>;
}

const filled = (length: number, value: number): Float64Array => new Float64Array(length).fill(value);

const perField = (make: () => Float64Array): Record<MergedField, Float64Array> =>
  Object.fromEntries(mergedFields.map((field) => [field, make()])) as Record<MergedField, Float64Array>;

export const emptyColumns = (capacity: number): BookColumns => ({
  capacity,
  strike: new Float64Array(capacity),
  expiryIndex: new Uint16Array(capacity),
  side: new Int8Array(capacity),
  multiplier: filled(capacity, 100),
  pair: new Int32Array(capacity).fill(-1),
  listed: new Uint8Array(capacity),
  streamedMs: filled(capacity, Number.NEGATIVE_INFINITY),
  polledMs: filled(capacity, Number.NEGATIVE_INFINITY),
  solvedIv: filled(capacity, Number.NaN),
  quoteChanged: new Uint8Array(capacity),
  signedVolume: new Float64Array(capacity),
  classifiedVolume: new Float64Array(capacity),
  value: perField(() => filled(capacity, Number.NaN)),
  timeMs: perField(() => filled(capacity, Number.NEGATIVE_INFINITY)),
});

/** The first `length` rows in columns of another capacity. */
export const resized = (from: BookColumns, length: number, capacity: number): BookColumns => {
  const to = emptyColumns(capacity);
  for (let row = 0; row < length; row++) copyRow(from, row, to, row);
  return to;
};

/** All that one row holds, as it is: `pair` and `expiryIndex` still count in the columns it came from. */
export const copyRow = (from: BookColumns, fromRow: number, to: BookColumns, toRow: number): void => {
  to.strike[toRow] = from.strike[fromRow]!;
  to.expiryIndex[toRow] = from.expiryIndex[fromRow]!;
  to.side[toRow] = from.side[fromRow]!;
  to.multiplier[toRow] = from.multiplier[fromRow]!;
  to.pair[toRow] = from.pair[fromRow]!;
  to.listed[toRow] = from.listed[fromRow]!;
  to.streamedMs[toRow] = from.streamedMs[fromRow]!;
  to.polledMs[toRow] = from.polledMs[fromRow]!;
  to.solvedIv[toRow] = from.solvedIv[fromRow]!;
  to.quoteChanged[toRow] = from.quoteChanged[fromRow]!;
  to.signedVolume[toRow] = from.signedVolume[fromRow]!;
  to.classifiedVolume[toRow] = from.classifiedVolume[fromRow]!;
  for (const field of mergedFields) {
    to.value[field][toRow] = from.value[field][fromRow]!;
    to.timeMs[field][toRow] = from.timeMs[field][fromRow]!;
  }
};
