import { type Delivery, epochMs } from '@gexstream/domain';
import { emptyLane, type Failure, type LaneEffect, type LaneMessage } from './lane-state.ts';
import { outboxLane } from './outbox-lane.actor.ts';
import type { PlatformPace } from './platform-pace.ts';

export const delivery = (id: string, more: Partial<Delivery> = {}): Delivery => ({
  id,
  chat: { platform: 'telegram', id: '42' },
  revision: 1,
  message: { headline: [id], tone: 'neutral', blocks: [], buttons: [] },
  silent: false,
  critical: false,
  notAfterMs: epochMs(Number.MAX_SAFE_INTEGER),
  ...more,
});

export const failure = (kind: Failure['kind'], more: Partial<Failure> = {}): Failure => ({
  kind,
  message: kind,
  retryAfterMs: null,
  movedTo: null,
  unclear: false,
  ...more,
});

export interface Call {
  readonly atMs: number;
  readonly effect: Extract<LaneEffect, { readonly type: 'send' | 'edit' }>;
}

/** Runs a lane against a platform that answers each call 50 ms later, in simulated time that begins at 0. `answer`: the failure, or null. */
export const laneRun = (pace: PlatformPace, answer: (call: Call, calls: readonly Call[]) => Failure | null = () => null) => {
  let lane = emptyLane(pace);
  let now = 0;
  let alarm: number | null = null;
  const due: { readonly atMs: number; readonly message: LaneMessage }[] = [];
  const calls: Call[] = [];
  const effects: LaneEffect[] = [];
  let waitingMost = 0;

  const handle = (message: LaneMessage): void => {
    const turn = outboxLane(lane, message, epochMs(now));
    lane = turn.state;
    waitingMost = Math.max(waitingMost, lane.waiting.size);
    for (const effect of turn.effects) {
      effects.push(effect);
      if (effect.type === 'look-again') alarm = effect.atMs;
      if (effect.type !== 'send' && effect.type !== 'edit') continue;
      const call = { atMs: now, effect };
      const failed = answer(call, calls);
      calls.push(call);
      const { id } = effect.delivery;
      const message: LaneMessage = failed
        ? { type: 'failed', id, failure: failed }
        : { type: 'delivered', id, messageId: effect.type === 'edit' ? effect.messageId : `m${calls.length}` };
      due.push({ atMs: now + 50, message });
    }
  };

  return {
    want: (wanted: Delivery, messageId: string | null = null): void => handle({ type: 'wanted', delivery: wanted, messageId }),
    withdraw: (id: string): void => handle({ type: 'withdrawn', id }),
    /** Lets the time pass until `untilMs`, or for as long as there is something to do. */
    pass: (untilMs = 10_000_000): void => {
      for (;;) {
        due.sort((a, b) => a.atMs - b.atMs);
        const next = due[0];
        const look = alarm !== null && (next === undefined || alarm <= next.atMs) ? alarm : null;
        const atMs = look ?? next?.atMs;
        if (atMs === undefined || atMs > untilMs) break;
        now = Math.max(now, atMs);
        if (look !== null) alarm = null;
        handle(look !== null ? { type: 'look' } : due.shift()!.message);
      }
      now = Math.max(now, Math.min(untilMs, 10_000_000));
    },
    calls,
    effects,
    lane: () => lane,
    waitingMost: () => waitingMost,
    receipts: () => effects.flatMap((effect) => (effect.type === 'receipt' ? [effect.receipt] : [])),
  };
};
