import type { LevelsEvent } from '../events/output-event.ts';
import type { OpportunitiesEvent } from '../events/scanner-event.ts';
import type { EpochMs } from '../time/epoch-ms.ts';
import type { Fill, Trade } from './trade.ts';

/** What is older than this, or a trade that is told later than this, is not of the moment. */
const momentMs = 60_000;

/** Spot at a fill that is told as it happens; else null. */
export const spotAtFill = (levels: LevelsEvent | null, { atMs }: Pick<Fill, 'atMs'>, now: EpochMs): number | null =>
  levels === null || now - levels.body.newestMs > momentMs || now - atMs > momentMs ? null : levels.body.spot;

/** What the scanner says of the contract at an entry that is told as it happens; it looks each minute, so the last look may be two old. */
export const scoreAtEntry = (
  opportunities: OpportunitiesEvent | null,
  { expiry, strike, side }: Pick<Trade, 'expiry' | 'strike' | 'side'>,
  { atMs }: Pick<Fill, 'atMs'>,
  now: EpochMs,
): Pick<Trade, 'signal' | 'composite'> => {
  const row =
    opportunities === null || now - opportunities.eventMs > 2 * momentMs || now - atMs > momentMs
      ? undefined
      : opportunities.body.rows.find((each) => each.expiry === expiry && each.strike === strike && each.side === side);
  return { signal: row?.signal ?? null, composite: row?.classic.total ?? null };
};
