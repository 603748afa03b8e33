import type { Observation } from '@gexstream/alerts';
import { type EpochMs, type FeedStatus, type FeedSymbol, isOpen } from '@gexstream/domain';

/** Between two round-trips over a chain that is polled alone lie minutes; what is streamed moves every second while the market is open. */
const streamedStaleMs = 60_000;
const polledStaleMs = 600_000;
/** Ingest says once a second how it is. */
const ingestSilentMs = 15_000;

/** What a status of the feed means at a moment, its own or later: then time alone tells that nothing has come since. */
export const feedObservations = (status: FeedStatus, saidMs: EpochMs, at: EpochMs): readonly Observation[] => {
  const { loginExpiresMs, state, detail, symbols } = status;
  const why = at - saidMs > ingestSilentMs ? 'nothing is heard from ingest' : detail;
  return [
    ...symbols.map((symbol): Observation => {
      const due = isOpen(at);
      const staleMs = due ? staleFor(symbol, state, at) : null;
      return { source: 'feed', underlying: symbol.underlying, atMs: at, seen: { staleMs, due, why } };
    }),
    {
      source: 'login',
      underlying: '*',
      atMs: at,
      seen: { leftMs: loginExpiresMs === null ? null : loginExpiresMs - at, required: state === 'auth-required' },
    },
    { source: 'time', underlying: '*', atMs: at, seen: null },
  ];
};

/** How long nothing has come of what should; null: it is fresh. By what comes, not by how: REST may carry on where the stream is down. */
const staleFor = ({ lastEventMs, contracts, streamed }: FeedSymbol, state: FeedStatus['state'], at: EpochMs): number | null => {
  if (lastEventMs === null || contracts === 0) return null;
  const age = at - lastEventMs;
  return age >= (state === 'live' && streamed === 0 ? polledStaleMs : streamedStaleMs) ? age : null;
};
