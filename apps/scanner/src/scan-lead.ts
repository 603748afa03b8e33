import { scanEveryMs } from '@gexstream/domain';

/** For answers that are late, and calls that are tried again. */
const slackMs = 60_000;
/** One call a symbol, at the scanner's share (35 %) of 110 calls a minute. */
const msPerSymbol = 60_000 / (0.35 * 110);

/** How long before a scan the chains of so many symbols must be asked for, to be there in time; never before the last scan is over. */
export const scanLeadMs = (symbols: number): number =>
  Math.min(scanEveryMs - 1_000, Math.ceil((slackMs + symbols * msPerSymbol) / 1_000) * 1_000);
