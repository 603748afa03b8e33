import { type FeedSymbol, feedSource, isoTime, isSimulated, sessionDate } from '@gexstream/domain';
import type { EpochMs } from '@gexstream/domain/time';
import type { FeedStateBody, UnderlyingStatusBody } from '../contract/status.ts';
import type { LiveView } from './live-view.ts';
import { marketSession } from './market-session.ts';

/** What ingest says, beside what the view holds of each underlying, at this moment. */
export const feedState = (view: LiveView): FeedStateBody => {
  const status = view.feedStatus();
  const source = feedSource(view.feed());
  const now = view.feedNow();
  const gap = status?.body.lastGap ?? null;
  const followed = new Map((status?.body.symbols ?? []).map((symbol) => [symbol.underlying, symbol]));
  const symbols = new Set([...followed.keys(), ...view.symbols()]);
  return {
    state: status?.body.state ?? 'unknown',
    detail: status?.body.detail ?? 'nothing heard from ingest so far',
    source,
    simulated: isSimulated(view.feed()),
    feed_now: isoTime(now),
    speed: status?.body.speed ?? 1,
    session: marketSession(now),
    session_date: sessionDate(now),
    underlyings: [...symbols].map((symbol) => underlyingStatus(view, symbol, followed.get(symbol))),
    last_gap: gap && { symbol: gap.underlying, from: isoTime(gap.fromMs), to: isoTime(gap.toMs), reason: gap.reason },
    login_expires: isoOrNull(status?.body.loginExpiresMs),
    // A status of the version before does not say.
    rest_circuit: status?.body.restCircuit ?? 'closed',
  };
};

const underlyingStatus = (view: LiveView, symbol: string, followed: FeedSymbol | undefined): UnderlyingStatusBody => {
  const levels = view.answers(symbol)?.levels;
  const head = levels && view.head(levels);
  const coverage = levels?.body.coverage ?? null;
  return {
    symbol,
    status: head?.status ?? null,
    as_of: levels ? isoTime(levels.body.asOf) : null,
    age_ms: head?.ageMs ?? null,
    coverage: coverage && { streamed: coverage.streamed, polled: coverage.polled, stale: coverage.stale },
    contracts: followed?.contracts ?? null,
    streamed: followed?.streamed ?? null,
    polled: followed?.polled ?? null,
    last_chain: isoOrNull(followed?.lastChainMs),
    last_event: isoOrNull(followed?.lastEventMs),
  };
};

const isoOrNull = (at: EpochMs | null | undefined): string | null => (at === null || at === undefined ? null : isoTime(at));
