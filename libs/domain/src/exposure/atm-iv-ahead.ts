import type { EpochMs } from '../time/epoch-ms.ts';
import type { ExpiryLevels } from './analysis.ts';

const dayMs = 86_400_000;

/**
 * IV at the forward so many days ahead, a fraction a year: total variance σ²T is linear in time between the two expiries that enclose the
 * day. Null where none do; of two settlements at one moment the first stands.
 */
export const atmIvAhead = (
  expiries: readonly Pick<ExpiryLevels, 'settlesMs' | 'atmIv'>[],
  asOf: EpochMs,
  days: number,
): number | null => {
  const points = expiries
    .flatMap(({ settlesMs, atmIv }) => (atmIv === null ? [] : [{ time: (settlesMs - asOf) / dayMs, atmIv }]))
    .sort((a, b) => a.time - b.time);
  const after = points.find(({ time }) => time >= days);
  if (after === undefined) return null;
  if (after.time === days) return after.atmIv;
  const before = points.findLast(({ time }) => time < days);
  if (before === undefined || before.time <= 0) return null;
  const [low, high] = [before, after].map(({ time, atmIv }) => atmIv * atmIv * time) as [number, number];
  return Math.sqrt((low + ((high - low) * (days - before.time)) / (after.time - before.time)) / days);
};
