import { addDays } from '@gexstream/domain';

/** Expiries that are asked for in one call: from the first to the last of them, inclusive. */
export interface ChainWindow {
  /** `YYYY-MM-DD`, ascending, at least one. */
  readonly expiries: readonly string[];
  /** Of each expiry only the strikes nearest the money, so many a side; all if not given. */
  readonly strikeCount?: number;
}

/** Dates `YYYY-MM-DD`, inclusive. */
export interface DateRange {
  readonly fromDate: string;
  readonly toDate: string;
}

/** Answers stay around 4 MB, which parse in a moment; the gateway's limit is about 10 MB. */
const expiriesPerWindow = 6;

/** The living expiries of a plan, nearest first, in windows. `today` in New York; a date before it would be refused. */
export const chainWindows = (
  expiries: readonly string[],
  today: string,
  { expiryDaysMax, range }: { readonly expiryDaysMax?: number | undefined; readonly range?: DateRange },
): readonly ChainWindow[] => {
  const from = range === undefined || range.fromDate < today ? today : range.fromDate;
  const to = range?.toDate ?? (expiryDaysMax === undefined ? null : addDays(today, expiryDaysMax));
  const living = [...new Set(expiries)].filter((date) => date >= from && (to === null || date <= to)).sort();
  const windows: ChainWindow[] = [];
  for (let from = 0; from < living.length; from += expiriesPerWindow) {
    windows.push({ expiries: living.slice(from, from + expiriesPerWindow) });
  }
  return windows;
};

/** A whole range in one call, whatever expires in it; null when it is over. */
export const rangeWindow = ({ fromDate, toDate }: DateRange, today: string): ChainWindow | null => {
  const from = fromDate < today ? today : fromDate;
  return toDate < today ? null : { expiries: from === toDate ? [from] : [from, toDate] };
};

/** Two halves of a window; null when one expiry is all it holds. */
export const splitWindow = ({ expiries }: ChainWindow): readonly [ChainWindow, ChainWindow] | null => {
  if (expiries.length < 2) return null;
  const middle = Math.ceil(expiries.length / 2);
  return [{ expiries: expiries.slice(0, middle) }, { expiries: expiries.slice(middle) }];
};

export const windowDates = ({ expiries }: ChainWindow): DateRange => ({
  fromDate: expiries[0]!,
  toDate: expiries.at(-1)!,
});
