import { type EpochMs, easternTime, epochMs } from '@gexstream/domain';
import { wrongField } from '../server/problem.ts';

const isoShape = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:\d{2}))?$/;
const earliestMs = Date.UTC(1990, 0, 1);
const latestMs = Date.UTC(2100, 0, 1);

/** What a request's field says: a date alone is New York's midnight; a time of day needs its zone. Throws a problem that names the field. */
export const moment = (field: string, text: string): EpochMs => {
  // A `+` in a query arrives as a space.
  const value = text.replace(/ (?=\d{2}:\d{2}$)/, '+');
  const at = /^\d{10,14}$/.test(value) ? Number(value) : isoShape.test(value) ? isoMoment(value) : Number.NaN;
  if (!(at >= earliestMs && at < latestMs)) {
    throw wrongField(field, 'must be ISO 8601 with a zone, such as 2026-11-20T15:30:00Z, a date, or epoch milliseconds');
  }
  return epochMs(at);
};

const isoMoment = (value: string): number => {
  // The platform rolls 30 February over into March.
  const date = value.slice(0, 10);
  const day = Date.parse(`${date}T00:00:00Z`);
  if (!Number.isFinite(day) || new Date(day).toISOString().slice(0, 10) !== date) return Number.NaN;
  return value.length === date.length ? easternTime(date, 0, 0) : Date.parse(value);
};
