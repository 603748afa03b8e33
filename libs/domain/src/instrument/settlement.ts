import { easternOffsetMs, easternTime } from '../calendar/eastern-time.ts';
import { isHalfDay } from '../calendar/nyse-holidays.ts';
import type { Settlement } from '../exposure/analysis.ts';
import type { EpochMs } from '../time/epoch-ms.ts';
import { type YearFraction, yearFraction } from '../units/year-fraction.ts';

const minuteMs = 60_000;
const minutesPerYear = 525_600;

/** Series that settle on the opening quotation. Both roots of VIX do: its weeklies are a.m.-settled too. */
const amRoots: ReadonlySet<string> = new Set(['SPX', 'NDX', 'RUT', 'DJX', 'VIX', 'VIXW', 'MXEA', 'MXEF']);

/**
 * How a series settles when the broker does not say it (`settlementType` of a chain answer comes first). By the root alone: a.m.
 * expiries are listed on any weekday, so the weekday tells nothing.
 */
export const settlementOfRoot = (root: string): Settlement => (amRoots.has(root) ? 'am' : 'pm');

/** When a series stops being worth anything but its settlement value: 09:30 New York for a.m., the close (16:00, half days 13:00) for p.m. */
export const settlesMs = (expiry: string, settlement: Settlement): EpochMs =>
  settlement === 'am' ? easternTime(expiry, 9, 30) : easternTime(expiry, isHalfDay(expiry) ? 13 : 16, 0);

/**
 * Minutes to settlement / 525 600, as it is: zero at the settlement, negative after it. The caller drops or floors. Minutes by New York's
 * wall clock, as the published figures count them: every day has 1440, so a change to summer time neither adds an hour nor takes one.
 */
export const yearsToSettlement = (at: EpochMs, settlement: EpochMs): YearFraction =>
  yearFraction((settlement + easternOffsetMs(settlement) - at - easternOffsetMs(at)) / minuteMs / minutesPerYear);

/** One minute: greeks of a living contract are taken no nearer to settlement than this. */
export const yearFloor: YearFraction = yearFraction(1 / minutesPerYear);
