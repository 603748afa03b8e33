import type { Unit } from '../units/unit.ts';

/** UTC milliseconds since 1970-01-01. The only form of time in messages, columns and tables. */
export type EpochMs = Unit<'epoch ms'>;

export const epochMs = (value: number): EpochMs => {
  if (!Number.isFinite(value)) throw new RangeError(`EpochMs must be finite, got ${value}`);
  return value as EpochMs;
};

/** `2026-11-20T15:30:00.250Z`, as every answer prints a moment. */
export const isoTime = (at: EpochMs): string => new Date(at).toISOString();
