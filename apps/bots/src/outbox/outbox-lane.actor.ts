import type { Behavior } from '@gexstream/actors';
import { type ChatRef, chatKey, type DeliveryReceipt, type EpochMs } from '@gexstream/domain';
import { withCall } from './call-times.ts';
import { failureVerdict } from './failure-verdict.ts';
import {
  type ChatTraffic,
  type Failure,
  type Job,
  type Lane,
  type LaneEffect,
  type LaneMessage,
  noTraffic,
} from './lane-state.ts';
import { nextReady } from './next-ready.ts';
import { withRoom } from './waiting-room.ts';

/** One platform's outbox: what is wanted comes in, messages go out as fast as the platform allows, and each ends in a receipt. */
export const outboxLane: Behavior<Lane, LaneMessage, LaneEffect> = (lane, message, now) => {
  switch (message.type) {
    case 'wanted':
      return sendReady(wanted(lane, { ...fresh, ...message, sinceMs: now }), now);
    case 'withdrawn':
      return sendReady({ state: { ...lane, waiting: without(lane.waiting, message.id) }, effects: [] }, now);
    case 'delivered':
      return sendReady(delivered(lane, message.id, message.messageId), now);
    case 'failed':
      return sendReady(failed(lane, message.id, message.failure, now), now);
    case 'look':
      return sendReady({ state: lane, effects: [] }, now);
  }
};

type Turn = ReturnType<typeof outboxLane>;

const fresh = { attempts: 0, unclear: false };

const without = <Value>(map: ReadonlyMap<string, Value>, id: string): ReadonlyMap<string, Value> =>
  new Map([...map].filter(([key]) => key !== id));

const wanted = (lane: Lane, job: Job): Turn => {
  const { id, revision } = job.delivery;
  const known = lane.waiting.get(id);
  if (revision <= Math.max(known?.delivery.revision ?? 0, lane.inFlight.get(id)?.delivery.revision ?? 0))
    return { state: lane, effects: [] };
  // It keeps its place in the queue, and what is known of the message it edits.
  const messageId = job.messageId ?? known?.messageId ?? lane.shown.get(id) ?? null;
  const newest = { ...(known ?? job), delivery: job.delivery, messageId };
  const { waiting, dropped } = withRoom(new Map(lane.waiting).set(id, newest));
  const effects = dropped.map((left) => receipt(left, 'dropped', 'too many waited, and newer ones were to be told'));
  return { state: { ...lane, waiting }, effects };
};

/** More than the mailbox holds. */
const shownMax = 128;

const delivered = (lane: Lane, id: string, messageId: string): Turn => {
  const job = lane.inFlight.get(id);
  if (job === undefined) return { state: lane, effects: [] };
  const shownNow = [...without(lane.shown, id), [id, messageId] as const].slice(-shownMax);
  const state = { ...lane, inFlight: without(lane.inFlight, id), shown: new Map(shownNow) };
  const first = job.messageId === null;
  // It may be an earlier revision that the platform kept, under the same nonce: what stands there is then made the newest by an edit.
  const surelyShown = !first || job.delivery.revision === 1 || !lane.pace.tellsDuplicates;
  const shown = {
    ...job,
    messageId,
    delivery: surelyShown ? job.delivery : { ...job.delivery, revision: job.delivery.revision - 1 },
  };
  const newer = lane.waiting.get(id) ?? (surelyShown ? undefined : { ...job, attempts: 0, unclear: false });
  const waiting = newer === undefined ? state.waiting : new Map(state.waiting).set(id, { ...newer, messageId });
  return { state: { ...state, waiting }, effects: [receipt(shown, first ? 'sent' : 'edited', '')] };
};

const failed = (lane: Lane, id: string, failure: Failure, now: EpochMs): Turn => {
  const job = lane.inFlight.get(id);
  if (job === undefined) return { state: lane, effects: [] };
  const state = { ...lane, inFlight: without(lane.inFlight, id) };
  const verdict = failureVerdict(job, failure, lane.pace.tellsDuplicates);
  const told: LaneEffect = { type: 'failure', failure };
  const again = { ...job, unclear: job.unclear || failure.unclear };
  switch (verdict.action) {
    case 'retry': {
      const turn = wantedAgain(paused(state, job.delivery.chat, now + verdict.waitMs, now), again);
      return { state: turn, effects: [told] };
    }
    case 'move': {
      const moved = withTraffic(state, job.delivery.chat, { movedTo: verdict.to });
      // Messages do not move along: what stood there is told anew.
      return {
        state: wantedAgain(moved, { ...again, messageId: null }),
        effects: [told, { type: 'moved', chat: job.delivery.chat, to: verdict.to }],
      };
    }
    case 'finish':
      return verdict.outcome === 'unreachable'
        ? unreachable(state, job, failure, told)
        : { state, effects: [told, receipt(job, verdict.outcome, failure.message)] };
    case 'give-up':
      return {
        state: { ...wantedAgain(state, job), pausedUntilMs: Number.POSITIVE_INFINITY },
        effects: [told, { type: 'give-up', reason: failure.message }],
      };
  }
};

/** Back to the front of the queue, unless a newer revision came meanwhile: that one has its place then. */
const wantedAgain = (lane: Lane, job: Job): Lane => {
  const { id } = job.delivery;
  const newer = lane.waiting.get(id);
  const next = newer === undefined ? job : { ...job, delivery: newer.delivery };
  return { ...lane, waiting: new Map([[id, next], ...without(lane.waiting, id)]) };
};

/** Nothing can be sent there: all that waits for the chat ends with it. */
const unreachable = (lane: Lane, job: Job, failure: Failure, told: LaneEffect): Turn => {
  const key = chatKey(job.delivery.chat);
  const others = [...lane.waiting.values()].filter(({ delivery }) => chatKey(delivery.chat) === key);
  const gone = new Set(others.map(({ delivery }) => delivery.id));
  return {
    state: { ...lane, waiting: new Map([...lane.waiting].filter(([id]) => !gone.has(id))) },
    effects: [
      told,
      ...[job, ...others].map((left) => receipt(left, 'unreachable', failure.message)),
      { type: 'unreachable', chat: job.delivery.chat, reason: failure.message },
    ],
  };
};

const withTraffic = (lane: Lane, chat: ChatRef, change: Partial<ChatTraffic>): Lane => {
  const key = chatKey(chat);
  return { ...lane, chats: new Map(lane.chats).set(key, { ...(lane.chats.get(key) ?? noTraffic), ...change }) };
};

/** The chat waits. When another one waits already it is not the chat's trouble but the platform's: then all do. */
const paused = (lane: Lane, chat: ChatRef, untilMs: number, now: EpochMs): Lane => {
  const others = [...lane.chats].some(([key, { pausedUntilMs }]) => key !== chatKey(chat) && pausedUntilMs > now);
  const state = withTraffic(lane, chat, { pausedUntilMs: untilMs });
  return others ? { ...state, pausedUntilMs: Math.max(lane.pausedUntilMs, untilMs) } : state;
};

/** Everything that may go now goes; for the rest a look is asked for. */
const sendReady = (turn: Turn, now: EpochMs): Turn => {
  let { state } = turn;
  const effects = [...turn.effects];
  for (;;) {
    const next = nextReady(state, now);
    if (next.type === 'none') break;
    if (next.type === 'later') {
      if (Number.isFinite(next.atMs)) effects.push({ type: 'look-again', atMs: next.atMs });
      break;
    }
    const { job } = next;
    state = { ...state, waiting: without(state.waiting, job.delivery.id) };
    if (job.messageId === null && now > job.delivery.notAfterMs) {
      effects.push(receipt(job, 'too-old', `it was to be told by ${new Date(job.delivery.notAfterMs).toISOString()}`));
      continue;
    }
    state = called(state, job, now);
    effects.push(call(state, job));
  }
  return { state, effects };
};

const called = (lane: Lane, job: Job, now: EpochMs): Lane => {
  const { chat, id } = job.delivery;
  const { calls } = lane.chats.get(chatKey(chat)) ?? noTraffic;
  const state = withTraffic(forgetful(lane, now), chat, { calls: withCall(calls, lane.pace.chat(chat), now) });
  return {
    ...state,
    calls: withCall(lane.calls, lane.pace.all, now),
    inFlight: new Map(lane.inFlight).set(id, { ...job, attempts: job.attempts + 1 }),
  };
};

const call = (lane: Lane, { delivery, messageId }: Job): LaneEffect => {
  const to = lane.chats.get(chatKey(delivery.chat))?.movedTo;
  const chat = to ? { ...delivery.chat, id: to } : delivery.chat;
  return messageId === null ? { type: 'send', chat, delivery } : { type: 'edit', chat, delivery, messageId };
};

/** Longer than any rate counts. */
const trafficKeptMs = 120_000;
/** Of so many chats traffic is kept at most, the oldest forgotten first. */
const chatsMax = 10_000;

const forgetful = (lane: Lane, now: EpochMs): Lane => {
  if (lane.chats.size < 1_000) return lane;
  const telling = [...lane.chats].filter(
    ([, { calls, pausedUntilMs, movedTo }]) =>
      movedTo !== null || Math.max(calls.at(-1) ?? 0, pausedUntilMs) > now - trafficKeptMs,
  );
  return { ...lane, chats: new Map(telling.slice(-chatsMax)) };
};

const receipt = ({ delivery, messageId }: Job, outcome: DeliveryReceipt['outcome'], detail: string): LaneEffect => ({
  type: 'receipt',
  receipt: { id: delivery.id, revision: delivery.revision, outcome, messageId, detail },
});
