/**
 * One frame's (or one chain answer's) option updates of one underlying, as columns: row i of every column belongs to `symbols[i]`.
 * Values are absolute. `mask[i]` says which fields row i carries; a column nobody carries is left out. Where a bit is unset the
 * column's number means nothing.
 */
export interface OptionUpdates {
  readonly origin: 'stream' | 'rest';
  /** 21-character OSI symbols, root padded: `SPXW  250520C05660000`. They hold root, expiry, side and strike. */
  readonly symbols: readonly string[];
  /** Bits of `optionField`. */
  readonly mask: Uint16Array;
  readonly columns: Partial<Record<OptionField, Float64Array>>;
  /** Source time of each field group, epoch ms; a row without it takes the record's event time. */
  readonly quoteMs?: Float64Array;
  readonly tradeMs?: Float64Array;
  readonly greeksMs?: Float64Array;
  readonly openInterestMs?: Float64Array;
  /** Settlement per row where the source says it (`A` a.m., `P` p.m., empty when it does not). */
  readonly settlement?: readonly string[];
  /** The chain answer lists every contract of these expiries (inclusive dates): others of the window no longer exist. */
  readonly listing?: { readonly fromDate: string; readonly toDate: string; readonly part: number; readonly parts: number };
}

/** Fields by merge group: the newest source time of a group wins. Prices in points, sizes and counts in contracts, iv a fraction. */
export const optionField = {
  bid: 1 << 0,
  ask: 1 << 1,
  bidSize: 1 << 2,
  askSize: 1 << 3,
  last: 1 << 4,
  lastSize: 1 << 5,
  volume: 1 << 6,
  iv: 1 << 7,
  openInterest: 1 << 8,
  multiplier: 1 << 9,
} as const;

export type OptionField = keyof typeof optionField;

export const optionFieldNames = Object.keys(optionField) as readonly OptionField[];

/** Which source time decides for a field. The multiplier is static: the first one stands until another is stated. */
export const fieldGroup = {
  bid: 'quote',
  ask: 'quote',
  bidSize: 'quote',
  askSize: 'quote',
  last: 'trade',
  lastSize: 'trade',
  volume: 'trade',
  iv: 'greeks',
  openInterest: 'openInterest',
  multiplier: 'static',
} as const satisfies Record<OptionField, string>;
