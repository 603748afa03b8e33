import { normalCdf } from '../pricing/normal.ts';
import type { BookLayout } from './book-layout.ts';
import type { ExpiryTerm, PositionColumns } from './position-columns.ts';

/** What one expiry's implied volatilities say by themselves; open interest plays no part. */
export interface VolatilitySmile {
  /** At the forward, a fraction a year; null unless an out-of-the-money put and call enclose it. */
  readonly atmIv: number | null;
  /** Of the 25-delta put and call, a fraction a year; null where the wing does not reach 25 delta. */
  readonly put25dIv: number | null;
  readonly call25dIv: number | null;
  /** The put's minus the call's, in vol points: 4.2 is 4.2 % a year. Null without either. */
  readonly skew25d: number | null;
}

export const noSmile: VolatilitySmile = { atmIv: null, put25dIv: null, call25dIv: null, skew25d: null };

const wantedDelta = 0.25;

/** The usable quote of one side nearest the forward, and the IV at 25 delta beyond it. */
interface Wing {
  readonly nearest: { readonly logStrike: number; readonly iv: number } | null;
  readonly ivAt25: number | null;
}

/**
 * Of slot number `ordinal` (in layout order), from out-of-the-money quotes alone: puts up to the forward, calls from it on. Delta is spot
 * delta with each quote's own IV. IV is linear in delta between the first two quotes, going outward, that enclose 25 delta, and linear in
 * the logarithm of the strike across the forward.
 */
export const volatilitySmile = (
  positions: PositionColumns,
  layout: BookLayout,
  ordinal: number,
  term: ExpiryTerm,
  /** ln(strike / spot) by index in the layout's strikes. */
  logStrikes: Float64Array,
): VolatilitySmile => {
  const puts = wing(positions, layout, ordinal, term, logStrikes, -1);
  const calls = wing(positions, layout, ordinal, term, logStrikes, 1);
  return {
    atmIv: puts.nearest === null || calls.nearest === null ? null : between(puts.nearest, calls.nearest, term.carry),
    put25dIv: puts.ivAt25,
    call25dIv: calls.ivAt25,
    skew25d: puts.ivAt25 === null || calls.ivAt25 === null ? null : 100 * (puts.ivAt25 - calls.ivAt25),
  };
};

type Quote = NonNullable<Wing['nearest']>;

const between = (put: Quote, call: Quote, logForward: number): number => {
  const width = call.logStrike - put.logStrike;
  // Both at the forward itself.
  if (width === 0) return (put.iv + call.iv) / 2;
  return put.iv + ((call.iv - put.iv) * (logForward - put.logStrike)) / width;
};

/** `side` is 1 for calls, which lie outward at rising strikes, −1 for puts. */
const wing = (
  { exclusion, side: sides, iv }: PositionColumns,
  { rows, strikeIndex, slotStart }: BookLayout,
  ordinal: number,
  term: ExpiryTerm,
  logStrikes: Float64Array,
  side: 1 | -1,
): Wing => {
  const [start, end] = [slotStart[ordinal]!, slotStart[ordinal + 1]!];
  // e^(−yield × years).
  const spotDiscount = term.discount * Math.exp(term.carry);
  let nearest: Quote | null = null;
  let inner: { readonly delta: number; readonly iv: number } | null = null;
  for (let position = side > 0 ? start : end - 1; position >= start && position < end; position += side) {
    const row = rows[position]!;
    const sigma = iv[row]!;
    const logStrike = logStrikes[strikeIndex[position]!]!;
    if (sides[row] !== side || exclusion[row] !== 0 || side * (logStrike - term.carry) < 0) continue;
    if (!(sigma > 0 && sigma < Infinity)) continue;
    nearest ??= { logStrike, iv: sigma };
    const deviation = sigma * term.rootYears;
    const d1 = (term.carry - logStrike) / deviation + 0.5 * deviation;
    const delta = spotDiscount * normalCdf(side * d1);
    if (delta <= wantedDelta) {
      if (inner === null) return { nearest, ivAt25: delta === wantedDelta ? sigma : null };
      return { nearest, ivAt25: sigma + ((inner.iv - sigma) * (wantedDelta - delta)) / (inner.delta - delta) };
    }
    inner = { delta, iv: sigma };
  }
  return { nearest, ivAt25: null };
};
