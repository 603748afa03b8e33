import { epochMs } from '@gexstream/domain';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { closedCircuit } from '../rest-circuit.ts';
import type { RestPayer } from '../rest-line.ts';
import { initialRestBudget, type RestBudget, type RestBudgetMessage, restBudget } from './rest-budget.actor.ts';

const start = 1_000_000;

/** Drives the budget by its own wakes until nobody waits; tells when each ask was granted. */
const drive = (perMinuteMax: number, sent: readonly { readonly at: number; readonly message: RestBudgetMessage }[]) => {
  let state: RestBudget = initialRestBudget(perMinuteMax);
  const queue = sent.map(({ at, message }) => ({ at: start + at, message }));
  const granted: { id: number; at: number }[] = [];
  for (let turns = 0; queue.length > 0 && turns < 10_000; turns += 1) {
    queue.sort((a, b) => a.at - b.at);
    const { at, message } = queue.shift()!;
    const turn = restBudget(state, message, epochMs(at));
    state = turn.state;
    for (const effect of turn.effects) {
      if (effect.type === 'grant') granted.push({ id: effect.id, at: at - start });
      if (effect.type === 'wake') queue.push({ at: at + effect.afterMs, message: { type: 'wake' } });
    }
  }
  return { granted, state };
};

const ask = (id: number, at = 0, payer: RestPayer = 'chains', rank = 0) => ({
  at,
  message: { type: 'ask', ask: { id, payer, rank } } as const,
});

describe('the REST budget', () => {
  test('S7: no minute sees more calls than allowed, and every ask is granted in the end', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(180_000), { maxLength: 300 }), fc.integer({ min: 4, max: 120 }), (times, perMinuteMax) => {
        const { granted } = drive(
          perMinuteMax,
          times.map((at, id) => ask(id, at)),
        );
        expect(granted).toHaveLength(times.length);
        const moments = granted.map(({ at }) => at).sort((a, b) => a - b);
        for (const [index, at] of moments.entries()) {
          expect(moments.slice(index).filter((other) => other - at < 60_000).length).toBeLessThanOrEqual(perMinuteMax);
        }
      }),
      { numRuns: 50 },
    );
  });

  test('what the stream needs goes before the others, each kind in its order', () => {
    const burst = Array.from({ length: 27 }, (_, id) => ask(id));
    const { granted } = drive(110, [...burst, ask(100, 1), ask(101, 2), ask(200, 3, 'stream'), ask(201, 4, 'stream')]);
    expect(granted.slice(27).map(({ id }) => id)).toEqual([200, 201, 100, 101]);
  });

  test('S7: after "too many" nobody goes until the time named is over', () => {
    const { granted } = drive(110, [{ at: 0, message: { type: 'throttled', retryAfterMs: 7_000 } }, ask(1, 10)]);
    expect(granted[0]!.at).toBeGreaterThanOrEqual(7_000);
  });

  test('S7: without a time named the pause grows, until a call is answered', () => {
    const throttled = { type: 'throttled', retryAfterMs: null } as const;
    let state = initialRestBudget(110);
    const pauses = [throttled, throttled, throttled, { type: 'answered' } as const, throttled].map((message, index) => {
      const now = epochMs(start + index * 1_000_000);
      state = restBudget(state, message, now).state;
      return state.pausedUntilMs - now;
    });
    expect([pauses[0], pauses[1], pauses[2], pauses[4]]).toEqual([5_000, 10_000, 20_000, 5_000]);
  });

  test('a full line refuses instead of growing', () => {
    let state: RestBudget = { ...initialRestBudget(110), tokens: 0, refilledMs: start };
    for (let id = 0; id < 1_024; id += 1) state = restBudget(state, ask(id).message, epochMs(start)).state;
    expect(restBudget(state, ask(9_999).message, epochMs(start)).effects).toEqual([{ type: 'refuse', id: 9_999 }]);
  });

  test('C-08: five hundred calls at once take their time, 110 in any minute', () => {
    const { granted } = drive(
      110,
      Array.from({ length: 500 }, (_, id) => ask(id)),
    );
    expect(granted).toHaveLength(500);
    for (const [index, { at }] of granted.entries())
      expect(granted[index + 110]?.at ?? Number.POSITIVE_INFINITY).toBeGreaterThanOrEqual(at + 60_000);
  });
});

describe('C-06: the circuit', () => {
  const failed = (at: number) => ({ at, message: { type: 'failed' } as const });

  test('opens after more than three failures in a row, lets one call probe, and closes when that is answered', () => {
    const failures = [0, 1, 2, 3].map(failed);
    const opened = drive(110, failures);
    expect(opened.state.circuit).toMatchObject({ phase: 'open', untilMs: start + 5_003 });
    expect(drive(110, failures.slice(1)).state.circuit.phase).toBe('closed');

    const asks = [ask(1, 10), ask(2, 10), ask(3, 10)];
    const probing = drive(110, [...failures, ...asks]);
    expect(probing.granted).toEqual([{ id: 1, at: 5_003 }]);
    expect(probing.state.circuit.phase).toBe('half-open');
    const answered = drive(110, [...failures, ...asks, { at: 6_000, message: { type: 'answered' } }]);
    expect(answered.granted.map(({ id, at }) => [id, at])).toEqual([
      [1, 5_003],
      [2, 6_000],
      [3, 6_000],
    ]);
    expect(answered.state.circuit).toEqual(closedCircuit);
  });

  test('stays open for longer each time the probe fails, and says once that it opened, once that it closed', () => {
    let state: RestBudget = initialRestBudget(110);
    let now = start;
    const notices: string[] = [];
    const send = (message: RestBudgetMessage): void => {
      const turn = restBudget(state, message, epochMs(now));
      state = turn.state;
      for (const effect of turn.effects) if (effect.type === 'notice') notices.push(effect.notice.code);
    };
    for (let failure = 0; failure < 4; failure += 1) send({ type: 'failed' });
    const openFor = [state.circuit.untilMs - now];
    for (let id = 0; id < 5; id += 1) {
      now = state.circuit.untilMs;
      send(ask(id).message);
      send({ type: 'failed' });
      openFor.push(state.circuit.untilMs - now);
    }
    now = state.circuit.untilMs;
    send(ask(9).message);
    send({ type: 'answered' });
    expect(openFor).toEqual([5_000, 10_000, 20_000, 40_000, 60_000, 60_000]);
    expect(notices).toEqual(['rest-circuit-open', 'rest-circuit-closed']);
  });
});
