import { addDays, monthlyExpiry, previousSession, type Settlement, sessionOn, weekday, weeklyExpiries } from '@gexstream/domain';
import type { SymbolProfile } from './symbol-profile.ts';

/** What kind of series an expiry is: it decides how much is held and traded in it. */
export type ExpiryClass = 'daily' | 'weekly' | 'month-end' | 'monthly';

export interface SeriesExpiry {
  /** `YYYY-MM-DD`. */
  readonly expiry: string;
  readonly root: string;
  readonly settlement: Settlement;
  readonly expiryClass: ExpiryClass;
}

const dailySessions = 10;
const weeklyCount = { index: 7, etf: 5, stock: 6 } as const;
const monthlyCount = { index: 6, etf: 4, stock: 4 } as const;

const yearOf = (date: string): number => Number(date.slice(0, 4));
const monthOf = (date: string): number => Number(date.slice(5, 7));

const lastSessionOfMonth = (year: number, month: number): string => {
  const next = month === 12 ? `${year + 1}-01-01` : `${year}-${String(month + 1).padStart(2, '0')}-01`;
  return previousSession(next).date;
};

/** Month by month from a date's own: the dates `expiryIn` gives, those before `from` left out. */
const eachMonth = (from: string, count: number, expiryIn: (year: number, month: number) => string): readonly string[] => {
  const dates: string[] = [];
  for (let step = 0; dates.length < count && step <= count; step++) {
    const months = yearOf(from) * 12 + monthOf(from) - 1 + step;
    const date = expiryIn(Math.floor(months / 12), (months % 12) + 1);
    if (date >= from) dates.push(date);
  }
  return dates;
};

const nextSessions = (from: string, count: number): readonly string[] => {
  const dates: string[] = [];
  for (let date = from; dates.length < count; date = addDays(date, 1)) if (sessionOn(date) !== null) dates.push(date);
  return dates;
};

export const expiryClassOf = (expiry: string): ExpiryClass => {
  if (monthlyExpiry(yearOf(expiry), monthOf(expiry)) === expiry) return 'monthly';
  if (lastSessionOfMonth(yearOf(expiry), monthOf(expiry)) === expiry) return 'month-end';
  // A Thursday before a Friday holiday is that week's weekly.
  return weekday(expiry) === 5 || weeklyExpiries(expiry, 1)[0] === expiry ? 'weekly' : 'daily';
};

/** Schwab's letter of an expiry: weekly, third Friday, month end, quarter end. */
export const expirationTypeOf = (expiry: string): 'W' | 'S' | 'M' | 'Q' => {
  const expiryClass = expiryClassOf(expiry);
  if (expiryClass === 'monthly') return 'S';
  if (expiryClass === 'month-end') return monthOf(expiry) % 3 === 0 ? 'Q' : 'M';
  return 'W';
};

/** The expiries listed on a trading date. One stays from its first day to its last. */
export const expiryDates = (profile: Pick<SymbolProfile, 'kind' | 'expiries'>, date: string): ReadonlySet<string> => {
  const dates = new Set<string>(weeklyExpiries(date, weeklyCount[profile.kind]));
  if (profile.expiries === 'daily') for (const each of nextSessions(date, dailySessions)) dates.add(each);
  const monthlies = eachMonth(date, monthlyCount[profile.kind], monthlyExpiry);
  for (const each of monthlies) dates.add(each);
  if (profile.kind === 'index') for (const each of eachMonth(date, monthlyCount.index, lastSessionOfMonth)) dates.add(each);
  return dates;
};

/** Every series listed on a trading date, in order of expiry; a.m. before p.m. on a shared date. */
export const expirySchedule = (profile: SymbolProfile, date: string): readonly SeriesExpiry[] => {
  const series: SeriesExpiry[] = [];
  for (const expiry of [...expiryDates(profile, date)].sort()) {
    const expiryClass = expiryClassOf(expiry);
    if (profile.amRoot !== null && expiryClass === 'monthly')
      series.push({ expiry, root: profile.amRoot, settlement: 'am', expiryClass });
    series.push({ expiry, root: profile.pmRoot, settlement: 'pm', expiryClass });
  }
  return series;
};
