import { type EpochMs, easternTime, epochMs } from '@gexstream/domain';
import { UsageError } from './usage-error.ts';

const dateForm = /^\d{4}-\d{2}-\d{2}$/;
const momentForm = /^(\d{4}-\d{2}-\d{2})T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:?\d{2})$/;

/** A moment without a zone would depend on the machine, and 31 February is a slip: both are refused, not guessed. */
export const parseMoment = (flag: string, text: string): EpochMs => {
  const date = momentForm.exec(text)?.[1];
  const at = Date.parse(text);
  if (date === undefined || !Number.isFinite(at) || !isDate(date))
    throw new UsageError(`${flag} takes an ISO moment with its zone, such as 2025-09-04T14:30:00-04:00; got "${text}"`);
  return epochMs(at);
};

/** Or a date alone: New York's midnight. */
export const parseDateOrMoment = (flag: string, text: string): EpochMs => {
  if (!dateForm.test(text)) return parseMoment(flag, text);
  if (!isDate(text)) throw new UsageError(`${flag}: there is no day ${text}`);
  return easternTime(text, 0, 0);
};

const isDate = (date: string): boolean => {
  const day = Date.parse(`${date}T00:00Z`);
  return Number.isFinite(day) && new Date(day).toISOString().slice(0, 10) === date;
};
