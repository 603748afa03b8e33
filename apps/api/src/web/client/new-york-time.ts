const zone = 'America/New_York';
const dateAndTime = new Intl.DateTimeFormat('en-US', {
  timeZone: zone,
  weekday: 'short',
  month: 'short',
  day: 'numeric',
  year: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  hourCycle: 'h23',
  timeZoneName: 'short',
});
const timeOnly = new Intl.DateTimeFormat('en-US', { timeZone: zone, hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
/** Swedish dates are written as ISO's. */
const isoDate = new Intl.DateTimeFormat('sv-SE', { timeZone: zone });
const dayOnly = new Intl.DateTimeFormat('en-US', {
  timeZone: 'UTC',
  weekday: 'short',
  month: 'short',
  day: 'numeric',
  year: 'numeric',
});

/** `Thu, Sep 4, 2025, 14:30:05 EDT` of an ISO moment. */
export const newYorkDateTime = (iso: string): string => dateAndTime.format(new Date(iso));

/** `14:30`. */
export const newYorkTime = (iso: string): string => timeOnly.format(new Date(iso));

/** `2025-09-04` of an ISO moment. */
export const newYorkDate = (iso: string): string => isoDate.format(new Date(iso));

/** `14:30`, of another day than that of `now` `09-04 14:30`. */
export const newYorkMoment = (iso: string, now: string): string => {
  const date = newYorkDate(iso);
  return date === newYorkDate(now) ? newYorkTime(iso) : `${date.slice(5)} ${newYorkTime(iso)}`;
};

/** `Fri, Sep 5, 2025` of a date without a time. */
export const calendarDay = (date: string): string => dayOnly.format(new Date(`${date}T00:00:00Z`));

/** The same moment as a date whose local fields read as New York's: what uPlot labels its axis with. */
export const newYorkFields = (epochSeconds: number): Date =>
  new Date(new Date(epochSeconds * 1e3).toLocaleString('en-US', { timeZone: zone }));
