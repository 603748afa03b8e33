import type { SessionBody } from '../../contract/session.ts';
import { getJson } from './api-client.ts';
import { everyMs } from './browser-clock.ts';

export interface SessionFeed {
  /** What the session of a symbol has brought, as last asked; null before an answer. */
  of(symbol: string): SessionBody | null;
  /** Asks for the session of the symbol now shown, and again now and then. */
  follow(symbol: string): void;
  /** Why nothing is known; null while something is. */
  problem(): string | null;
}

/** Surges change by the minute, moves more seldom; the levels of now come by the stream. */
const refreshEveryMs = 30_000;

export const sessionFeed = (changed: () => void): SessionFeed => {
  const bySymbol = new Map<string, SessionBody>();
  let followed = '';
  let problem: string | null = null;

  const load = async (): Promise<void> => {
    const symbol = followed;
    if (symbol === '') return;
    try {
      bySymbol.set(symbol, await getJson<SessionBody>(`/api/v1/gex/${encodeURIComponent(symbol)}/session`));
      problem = null;
    } catch (cause) {
      problem = cause instanceof Error ? cause.message : String(cause);
    }
    changed();
  };
  everyMs(refreshEveryMs, () => void load());

  return {
    of: (symbol) => bySymbol.get(symbol) ?? null,
    follow(symbol) {
      followed = symbol;
      problem = null;
      void load();
    },
    problem: () => problem,
  };
};
