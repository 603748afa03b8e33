import { addDays } from '../calendar/civil-date.ts';
import { easternDate } from '../calendar/eastern-time.ts';
import type { ChainDemand } from '../events/demand.ts';
import { type EpochMs, epochMs } from '../time/epoch-ms.ts';
import { weeklyExpiriesScanned } from './scanned-expiries.ts';

/** The chain that a scan at `at` looks at, as one range of dates: one call a symbol, unless that is too much for Schwab. */
export const scanDates = (at: EpochMs): Pick<ChainDemand, 'fromDate' | 'toDate'> => {
  const today = easternDate(at);
  return { fromDate: today, toDate: addDays(today, 7 * weeklyExpiriesScanned) };
};

/** For answers that are late, and calls that are tried again. */
const slackMs = 60_000;
/** One call a symbol, when all others want their calls too: 15 % of 110 a minute are left for what is on demand. */
const msPerSymbol = 60_000 / (0.15 * 110);

/**
 * What a scan of so many symbols by hand wants of each: its chain, once. It is on demand and not the scanner's, whose share and count of calls
 * stay those of its own scans.
 */
export const handScanDemand = (at: EpochMs, symbols: number): ChainDemand => ({
  app: 'api',
  want: 'chain',
  ...scanDates(at),
  everyMs: null,
  untilMs: epochMs(Math.ceil(at + slackMs + symbols * msPerSymbol)),
});
