import type { Behavior } from '@gexstream/actors';
import type { EpochMs } from '@gexstream/domain';
import { emptyQueue, isOverdue, takeSendable } from '@gexstream/schwab';
import type { WireNotify, WireResponse } from '@gexstream/schwab/wire';
import { withHeardTimes } from '../session/clock-skew.ts';
import { noHeartbeats, silenceMsMax, withHeartbeat } from '../session/heartbeats.ts';
import { loseConnection } from '../session/loss.ts';
import { onReply } from '../session/replies.ts';
import type { SessionTurn, StreamSession, StreamSessionEffect, StreamSessionMessage } from '../session/session-state.ts';
import { subscribeOptions, subscribeRefused, subscribeUnderlyings } from '../session/subscriptions.ts';

/** The period of `tick`. */
export const tickMs = 1_000;
/** What cannot be read is dropped; so many frames of it in a row are no accident. */
const unreadableFramesMax = 3;
const replyMsMax = 15_000;
/** From asking for the streamer's address to the login's answer. */
const connectMsMax = 60_000;

type FrameMessage = Extract<StreamSessionMessage, { readonly type: 'frame' }>;

export const streamSession: Behavior<StreamSession, StreamSessionMessage, StreamSessionEffect> = (state, message, now) => {
  if ('connection' in message && message.connection !== state.connection) return { state, effects: [] };
  switch (message.type) {
    case 'start':
    case 'wake':
      return connect(state);
    case 'opened':
      return {
        state: { ...state, phase: 'logging-in', phaseSinceBeatMs: state.beatMs },
        effects: [{ type: 'login', connection: state.connection }],
      };
    case 'failed':
    case 'closed':
      return loseConnection(state, message.reason, now);
    case 'frame':
      return onFrame(withFrame(state, message, now), message.responses, message.notices, now);
    case 'follow':
      return onFollow(state, message.underlyings);
    case 'want':
      return onWant({ ...state, wantedOptions: message.options });
    case 'tick':
      return onTick({ ...state, beatMs: state.beatMs + tickMs }, now);
  }
};

const connect = (state: StreamSession): SessionTurn => {
  const connection = state.connection + 1;
  return {
    state: {
      ...state,
      phase: 'connecting',
      phaseSinceBeatMs: state.beatMs,
      connection,
      toldOptions: new Set(),
      queue: emptyQueue,
      refused: new Map(),
      heartbeats: noHeartbeats,
      unreadableFrames: 0,
    },
    effects: [{ type: 'connect', connection }, { type: 'report' }],
  };
};

const withFrame = (state: StreamSession, { notices, unreadable }: FrameMessage, now: EpochMs): StreamSession => ({
  ...state,
  lastFrameMs: now,
  lastFrameBeatMs: state.beatMs,
  heartbeats: notices.some(({ heartbeat }) => heartbeat !== undefined)
    ? withHeartbeat(state.heartbeats, state.beatMs)
    : state.heartbeats,
  unreadableFrames: unreadable ? state.unreadableFrames + 1 : 0,
});

const onFrame = (
  state: StreamSession,
  responses: readonly WireResponse[],
  notices: readonly WireNotify[],
  now: EpochMs,
): SessionTurn => {
  if (state.unreadableFrames >= unreadableFramesMax)
    return loseConnection(state, `${unreadableFramesMax} frames in a row could not be read`, now);
  const { skew, notice } = withHeardTimes(state.clockSkew, notices, now);
  let turn: SessionTurn = {
    state: { ...state, clockSkew: skew },
    effects: notice === null ? [] : [{ type: 'notice', notice }, { type: 'report' }],
  };
  const replies = [...responses, ...notices.flatMap(({ content }) => (content === undefined ? [] : [asResponse(content)]))];
  for (const reply of replies) {
    const next = onReply(turn.state, reply, now);
    turn = { state: next.state, effects: [...turn.effects, ...next.effects] };
    // What the frame says after the connection was given up is of no use.
    if (turn.state.phase === 'waiting') return turn;
  }
  return sendWaiting(turn);
};

/** Notices carry codes as replies do, but belong to no request. */
const asResponse = (content: NonNullable<WireNotify['content']>): WireResponse => ({
  service: 'ADMIN',
  command: 'NOTIFY',
  requestid: '',
  SchwabClientCorrelId: '',
  timestamp: 0,
  content,
});

const isSubscribed = ({ phase }: StreamSession): boolean => phase === 'subscribing' || phase === 'live';

const onFollow = (state: StreamSession, underlyings: readonly string[]): SessionTurn =>
  isSubscribed(state)
    ? sendWaiting({ state: subscribeUnderlyings(state, underlyings), effects: [] })
    : { state: { ...state, underlyings }, effects: [] };

const onWant = (state: StreamSession): SessionTurn => {
  if (!isSubscribed(state)) return { state, effects: [] };
  return sendWaiting({ state: subscribeOptions(state), effects: [] });
};

const onTick = (state: StreamSession, now: EpochMs): SessionTurn => {
  switch (state.phase) {
    case 'idle':
    case 'waiting':
      return { state, effects: [] };
    case 'connecting':
    case 'logging-in':
      return state.beatMs - state.phaseSinceBeatMs > connectMsMax
        ? loseConnection(state, `no login within ${connectMsMax / 1000} s`, now)
        : { state, effects: [] };
    case 'subscribing':
    case 'live':
      if (state.beatMs - state.lastFrameBeatMs > silenceMsMax(state.heartbeats))
        return loseConnection(state, `no frame for ${silenceMsMax(state.heartbeats) / 1000} s`, now);
      if (isOverdue(state.queue, state.beatMs, replyMsMax))
        return loseConnection(state, `no reply within ${replyMsMax / 1000} s`, now);
      return sendWaiting({ state: subscribeRefused(state), effects: [] });
  }
};

/** Commands that may go now go; see `CommandQueue`. */
const sendWaiting = (turn: SessionTurn): SessionTurn => {
  const { queue, sent } = takeSendable(turn.state.queue, turn.state.beatMs);
  if (sent.length === 0) return turn;
  return {
    state: { ...turn.state, queue },
    effects: [...turn.effects, { type: 'send', connection: turn.state.connection, commands: sent }],
  };
};
