import type { FeedNotice, FeedStatus } from '@gexstream/domain';

/**
 * A circuit breaker over all REST calls: after too many failures in a row nobody calls for a while, then one call probes whether the
 * server is back. Only what the server or the way to it is to blame for counts; a refusal of one symbol is an answer.
 */
export interface RestCircuit {
  readonly phase: FeedStatus['restCircuit'];
  /** In a row. */
  readonly failures: number;
  /** Times in a row that it opened. */
  readonly opened: number;
  /** While open: when the probe may go. */
  readonly untilMs: number;
}

export const closedCircuit: RestCircuit = { phase: 'closed', failures: 0, opened: 0, untilMs: 0 };

const failuresMax = 3;
const openMsMin = 5_000;
const openMsMax = 60_000;

export const afterFailure = (circuit: RestCircuit, now: number): RestCircuit => {
  const failures = circuit.failures + 1;
  // What was under way when it opened fails as well: no news.
  if (circuit.phase === 'open' || (circuit.phase === 'closed' && failures <= failuresMax)) return { ...circuit, failures };
  const openMs = Math.min(openMsMax, openMsMin * 2 ** circuit.opened);
  return { phase: 'open', failures, opened: Math.min(circuit.opened + 1, 8), untilMs: now + openMs };
};

/** How many calls may go now. */
export const callsAllowed = ({ phase, untilMs }: RestCircuit, now: number): number => {
  if (phase === 'closed') return Number.POSITIVE_INFINITY;
  return phase === 'open' && now >= untilMs ? 1 : 0;
};

/** After that many calls went. */
export const afterCalls = (circuit: RestCircuit, calls: number): RestCircuit =>
  circuit.phase === 'open' && calls > 0 ? { ...circuit, phase: 'half-open' } : circuit;

/** What to tell whoever runs this; null when nothing new happened. */
export const circuitNotice = (before: RestCircuit, after: RestCircuit): FeedNotice | null => {
  if (before.phase === 'closed' && after.phase === 'open')
    return {
      code: 'rest-circuit-open',
      text: `${after.failures} REST calls in a row failed: chains are asked for again when a single call succeeds`,
    };
  if (before.phase !== 'closed' && after.phase === 'closed')
    return { code: 'rest-circuit-closed', text: 'REST calls are answered again' };
  return null;
};
