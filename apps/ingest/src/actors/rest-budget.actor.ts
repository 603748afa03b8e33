import type { Behavior } from '@gexstream/actors';
import type { FeedNotice } from '@gexstream/domain';
import { afterCalls, afterFailure, callsAllowed, circuitNotice, closedCircuit, type RestCircuit } from '../rest-circuit.ts';

/** A token bucket in front of every REST call. Who asks waits in line; calls that the stream needs go first. */
export interface RestBudget {
  /** Calls in any minute. A burst and what flows in during a minute add up to it. */
  readonly perMinuteMax: number;
  readonly tokens: number;
  readonly refilledMs: number;
  readonly waiting: readonly RestAsk[];
  /** After the server said "too many": nobody goes before. */
  readonly pausedUntilMs: number;
  readonly pauses: number;
  readonly circuit: RestCircuit;
  /** When the bucket wakes by itself; null while nobody waits. */
  readonly wakeMs: number | null;
}

export interface RestAsk {
  readonly id: number;
  readonly urgent: boolean;
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

const waitingMax = 512;
/** Share of the minute that may go at once. */
const burstShare = 0.25;
const pauseMsMin = 5_000;
const pauseMsMax = 60_000;

export const initialRestBudget = (perMinuteMax: number): RestBudget => ({
  perMinuteMax,
  tokens: burstOf(perMinuteMax),
  refilledMs: 0,
  waiting: [],
  pausedUntilMs: 0,
  pauses: 0,
  circuit: closedCircuit,
  wakeMs: null,
});

export const restBudget: Behavior<RestBudget, RestBudgetMessage, RestBudgetEffect> = (state, message, now) => {
  switch (message.type) {
    case 'ask':
      if (state.waiting.length >= waitingMax) return { state, effects: [{ type: 'refuse', id: message.ask.id }] };
      return serve({ ...state, waiting: insert(state.waiting, message.ask) }, now);
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

const insert = (waiting: readonly RestAsk[], ask: RestAsk): readonly RestAsk[] => {
  if (!ask.urgent) return [...waiting, ask];
  const behind = waiting.findIndex(({ urgent }) => !urgent);
  return behind < 0 ? [...waiting, ask] : [...waiting.slice(0, behind), ask, ...waiting.slice(behind)];
};

const serve = (state: RestBudget, now: number): ReturnType<typeof restBudget> => {
  const burst = burstOf(state.perMinuteMax);
  // What flows in during a minute plus a full burst is the most that any minute can see.
  const perMs = Math.max(state.perMinuteMax - burst, 0.5) / 60_000;
  const elapsedMs = Math.max(0, now - state.refilledMs);
  const full = state.refilledMs === 0 ? state.tokens : Math.min(burst, state.tokens + elapsedMs * perMs);
  const allowed = now >= state.pausedUntilMs ? callsAllowed(state.circuit, now) : 0;
  const granted = Math.min(Math.floor(full + 1e-9), state.waiting.length, allowed);
  const circuit = afterCalls(state.circuit, granted);
  const tokens = full - granted;
  const waiting = state.waiting.slice(granted);
  const effects: RestBudgetEffect[] = state.waiting.slice(0, granted).map(({ id }) => ({ type: 'grant', id }));
  const refilledMs = Math.max(state.refilledMs, now);
  let wakeMs = state.wakeMs;
  // While a probe is under way its outcome wakes the line.
  if (waiting.length > 0 && circuit.phase !== 'half-open') {
    const dueMs = Math.max(state.pausedUntilMs, circuit.untilMs, refilledMs + Math.ceil(Math.max(0, 1 - tokens) / perMs));
    if (wakeMs === null || wakeMs < now) {
      wakeMs = dueMs;
      effects.push({ type: 'wake', afterMs: Math.max(1, dueMs - now) });
    }
  }
  return { state: { ...state, tokens, refilledMs, waiting, circuit, wakeMs }, effects };
};
