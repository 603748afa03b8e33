import type { Behavior } from '@gexstream/actors';
import type { FeedNotice } from '@gexstream/domain';
import { afterCalls, afterFailure, callsAllowed, circuitNotice, closedCircuit, type RestCircuit } from '../rest-circuit.ts';
import { emptyLine, joined, lengthOf, type RestAsk, type RestLine, taken } from '../rest-line.ts';

/** A token bucket in front of every REST call. Who asks waits in line. */
export interface RestBudget {
  /** Calls in any minute. A burst and what flows in during a minute add up to it. */
  readonly perMinuteMax: number;
  readonly tokens: number;
  readonly refilledMs: number;
  readonly line: RestLine;
  /** After the server said "too many": nobody goes before. */
  readonly pausedUntilMs: number;
  readonly pauses: number;
  readonly circuit: RestCircuit;
  /** When the bucket wakes by itself; null while nobody waits. */
  readonly wakeMs: number | null;
}

export type RestBudgetMessage =
  | { readonly type: 'ask'; readonly ask: RestAsk }
  | { readonly type: 'throttled'; readonly retryAfterMs: number | null }
  /** A call was answered, be it by a refusal: the next pause is short again. */
  | { readonly type: 'answered' }
  /** A call failed by the server's fault, or on the way to it. */
  | { readonly type: 'failed' }
  | { readonly type: 'wake' };

export type RestBudgetEffect =
  | { readonly type: 'grant'; readonly id: number }
  /** The line is full. */
  | { readonly type: 'refuse'; readonly id: number }
  | { readonly type: 'notice'; readonly notice: FeedNotice }
  | { readonly type: 'wake'; readonly afterMs: number };

/** Share of the minute that may go at once. */
const burstShare = 0.25;
const pauseMsMin = 5_000;
const pauseMsMax = 60_000;

export const initialRestBudget = (perMinuteMax: number): RestBudget => ({
  perMinuteMax,
  tokens: burstOf(perMinuteMax),
  refilledMs: 0,
  line: emptyLine,
  pausedUntilMs: 0,
  pauses: 0,
  circuit: closedCircuit,
  wakeMs: null,
});

export const restBudget: Behavior<RestBudget, RestBudgetMessage, RestBudgetEffect> = (state, message, now) => {
  switch (message.type) {
    case 'ask': {
      const line = joined(state.line, message.ask);
      return line === null ? { state, effects: [{ type: 'refuse', id: message.ask.id }] } : serve({ ...state, line }, now);
    }
    case 'throttled': {
      const pauseMs = message.retryAfterMs ?? Math.min(pauseMsMax, pauseMsMin * 2 ** state.pauses);
      const pausedUntilMs = Math.max(state.pausedUntilMs, now + pauseMs);
      const pauses = Math.min(state.pauses + 1, 8);
      const paused = { ...state, pausedUntilMs, pauses, tokens: 0, refilledMs: pausedUntilMs };
      return withCircuit(paused, closedCircuit, now);
    }
    case 'answered':
      return withCircuit({ ...state, pauses: 0 }, closedCircuit, now);
    case 'failed':
      return withCircuit(state, afterFailure(state.circuit, now), now);
    case 'wake':
      return serve({ ...state, wakeMs: null }, now);
  }
};

const withCircuit = (state: RestBudget, circuit: RestCircuit, now: number): ReturnType<typeof restBudget> => {
  const notice = circuitNotice(state.circuit, circuit);
  const turn = serve({ ...state, circuit }, now);
  return notice === null ? turn : { state: turn.state, effects: [{ type: 'notice', notice }, ...turn.effects] };
};

const burstOf = (perMinuteMax: number): number => Math.max(1, Math.floor(perMinuteMax * burstShare));

const serve = (state: RestBudget, now: number): ReturnType<typeof restBudget> => {
  const burst = burstOf(state.perMinuteMax);
  // What flows in during a minute plus a full burst is the most that any minute can see.
  const perMs = Math.max(state.perMinuteMax - burst, 0.5) / 60_000;
  const elapsedMs = Math.max(0, now - state.refilledMs);
  const full = state.refilledMs === 0 ? state.tokens : Math.min(burst, state.tokens + elapsedMs * perMs);
  const allowed = now >= state.pausedUntilMs ? callsAllowed(state.circuit, now) : 0;
  const { line, asks } = taken(state.line, Math.min(Math.floor(full + 1e-9), allowed));
  const circuit = afterCalls(state.circuit, asks.length);
  const tokens = full - asks.length;
  const effects: RestBudgetEffect[] = asks.map(({ id }) => ({ type: 'grant', id }));
  const refilledMs = Math.max(state.refilledMs, now);
  let wakeMs = state.wakeMs;
  // While a probe is under way its outcome wakes the line.
  if (lengthOf(line) > 0 && circuit.phase !== 'half-open') {
    const dueMs = Math.max(state.pausedUntilMs, circuit.untilMs, refilledMs + Math.ceil(Math.max(0, 1 - tokens) / perMs));
    if (wakeMs === null || wakeMs < now) {
      wakeMs = dueMs;
      effects.push({ type: 'wake', afterMs: Math.max(1, dueMs - now) });
    }
  }
  return { state: { ...state, tokens, refilledMs, line, circuit, wakeMs }, effects };
};
