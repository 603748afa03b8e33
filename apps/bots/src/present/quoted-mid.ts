import { type Trade, toldMs } from '@gexstream/domain';
import type { Present } from './present.ts';

/** What is older is not what a contract trades at now; flow is told each minute. */
const quoteMsMax = 90_000;

/**
 * The middle of a contract's quote, points a share: from the cells when it expires today, else from the newest flow. Null where neither
 * has a two-sided quote of now.
 */
export const quotedMid = (
  present: Present,
  { symbol, expiry, strike, side }: Pick<Trade, 'symbol' | 'expiry' | 'strike' | 'side'>,
): number | null => {
  const now = present.feedNow();
  const cells = present.cells(symbol);
  const quotes = cells?.body.expiringQuotes;
  if (quotes !== undefined && cells!.sessionDate === expiry && now - cells!.body.newestMs <= quoteMsMax) {
    const at = quotes.strikes.indexOf(strike);
    if (at >= 0) return middle(quotes[side].bid[at]!, quotes[side].ask[at]!);
  }
  const flow = present.scanner.flow(symbol);
  if (flow === null || now - toldMs(flow) > quoteMsMax) return null;
  const row = flow.body.contracts.find((each) => each.expiry === expiry && each.strike === strike && each.side === side);
  return row === undefined ? null : middle(row.bid, row.ask);
};

const middle = (bid: number | null, ask: number | null): number | null =>
  bid !== null && ask !== null && bid > 0 && ask >= bid ? (bid + ask) / 2 : null;
