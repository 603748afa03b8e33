import type { EpochMs } from '../time/epoch-ms.ts';
import type { ExpiryLevels } from './analysis.ts';

const dayMs = 86_400_000;

/** How far ahead volatility and skew are told that no expiry’s coming and going bends. */
export const daysAhead = 30;

/**
 * IV at the forward so many days ahead, a fraction a year: total variance σ²T is linear in time between the two expiries that enclose the
 * day. Null where none do; of two settlements at one moment the first stands.
 */
export const atmIvAhead = (
  expiries: readonly Pick<ExpiryLevels, 'settlesMs' | 'atmIv'>[],
  asOf: EpochMs,
  days: number,
): number | null => ivsAhead(expiries, ({ atmIv }) => (atmIv === null ? null : [atmIv]), asOf, days)?.[0] ?? null;

/**
 * IV of the 25-delta put minus that of the 25-delta call so many days ahead, in vol points: each side's total variance is linear in time by
 * itself. Both sides are of the same expiries: one without either wing counts for neither. Null where no two of the rest enclose the day.
 */
export const skew25dAhead = (
  expiries: readonly Pick<ExpiryLevels, 'settlesMs' | 'put25dIv' | 'call25dIv'>[],
  asOf: EpochMs,
  days: number,
): number | null => {
  // Records from before the sides were told have none.
  const ivs = ivsAhead(
    expiries,
    ({ put25dIv = null, call25dIv = null }) => (put25dIv === null || call25dIv === null ? null : [put25dIv, call25dIv]),
    asOf,
    days,
  );
  return ivs === null ? null : 100 * (ivs[0]! - ivs[1]!);
};

/** Several volatilities of the same expiries, each taken to the day; `ivsOf` is null for an expiry that does not count. */
const ivsAhead = <Expiry extends Pick<ExpiryLevels, 'settlesMs'>>(
  expiries: readonly Expiry[],
  ivsOf: (expiry: Expiry) => readonly number[] | null,
  asOf: EpochMs,
  days: number,
): readonly number[] | null => {
  const points = expiries
    .map((expiry) => ({ time: (expiry.settlesMs - asOf) / dayMs, ivs: ivsOf(expiry) ?? [] }))
    .filter(({ ivs }) => ivs.length > 0)
    .sort((a, b) => a.time - b.time);
  const after = points.find(({ time }) => time >= days);
  if (after === undefined) return null;
  if (after.time === days) return after.ivs;
  const before = points.findLast(({ time }) => time < days);
  if (before === undefined || before.time <= 0) return null;
  const share = (days - before.time) / (after.time - before.time);
  return after.ivs.map((iv, i) => {
    const [low, high] = [before.ivs[i]! ** 2 * before.time, iv ** 2 * after.time];
    return Math.sqrt((low + (high - low) * share) / days);
  });
};
