import { type EpochMs, easternDate, isTradingDay, schwabSymbol } from '@gexstream/domain';
import { type ChainUpdates, chainToDomain } from '@gexstream/schwab';
import type { WireChain } from '@gexstream/schwab/wire';
import { type ChainWindow, windowDates } from './chain-windows.ts';
import type { Draft } from './draft.ts';
import { quotedSpot } from './quoted-spot.ts';
import type { CountedCall } from './rest-gate.ts';

/** Rows of one record: with all columns it stays near 300 kB. */
const rowsMax = 2_000;

/** The expiries listed for an underlying, `YYYY-MM-DD`. */
export const fetchExpiries = async (call: CountedCall, underlying: string): Promise<readonly string[]> => {
  const { expirationList } = await call.run((rest) => rest.expirationChain(schwabSymbol(underlying)));
  return expirationList.map(({ expirationDate }) => expirationDate).filter((date) => /^\d{4}-\d{2}-\d{2}$/.test(date));
};

export const fetchWindow = (call: CountedCall, underlying: string, window: ChainWindow): Promise<WireChain> =>
  call.run((rest) =>
    rest.chains({
      symbol: schwabSymbol(underlying),
      ...windowDates(window),
      includeUnderlyingQuote: true,
      strikeCount: window.strikeCount,
    }),
  );

export interface WindowDrafts {
  readonly drafts: readonly Draft[];
  readonly answer: ChainUpdates;
  /** Points; null when the answer names none. */
  readonly spot: number | null;
}

/** One window of a chain, ready to be published: the underlying's quote first, so that the rows meet the spot they were computed with. */
export const windowDrafts = (chain: WireChain, underlying: string, window: ChainWindow, receivedMs: EpochMs): WindowDrafts => {
  const tradingDay = isTradingDay(easternDate(receivedMs));
  const { strikeCount } = window;
  const answer = chainToDomain(chain, { underlying, ...windowDates(window), strikeCount, receivedMs, tradingDay, rowsMax });
  const { sourceMs, quote, updates } = answer;
  const drafts: Draft[] = quote === null ? [] : [{ kind: 'underlying-quote', underlying, sourceMs, body: quote }];
  for (const body of updates) drafts.push({ kind: 'option-updates', underlying, sourceMs, body });
  return { drafts, answer, spot: quote === null ? null : quotedSpot(quote) };
};
