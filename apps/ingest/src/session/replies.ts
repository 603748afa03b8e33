import type { EpochMs } from '@gexstream/domain';
import { settle, withoutWaiting } from '@gexstream/schwab';
import { responseCode, type WireResponse } from '@gexstream/schwab/wire';
import { loseConnection } from './loss.ts';
import type { SessionTurn, StreamSession } from './session-state.ts';
import { afterLogin, withoutRefused, withRefused } from './subscriptions.ts';

const isSuccess = (code: number): boolean =>
  code === responseCode.success || (code >= responseCode.succeededSubs && code <= responseCode.succeededView);

/** After the user's other connection took over, a fight for it would only flap. */
const takenOverMs = 60_000;

/** What one reply, or a notice with a code, means for the session. */
export const onReply = (state: StreamSession, reply: WireResponse, now: EpochMs): SessionTurn => {
  const { code, msg } = reply.content;
  switch (code) {
    case responseCode.loginDenied:
      return withRefusedToken(loseConnection(state, `login denied: ${msg}`, now, state.attempt === 0 ? 0 : undefined));
    case responseCode.closeConnection:
      return takenOver(state, msg, now);
    case responseCode.streamConnNotFound:
    case responseCode.stopStreaming:
    case responseCode.unknownFailure:
      return loseConnection(state, `code ${code}: ${msg}`, now);
  }
  if (reply.command === 'LOGIN') {
    return isSuccess(code) ? afterLogin(state) : loseConnection(state, `login failed with code ${code}: ${msg}`, now);
  }
  const { queue, settled } = settle(state.queue, reply);
  // A refusal may answer one request twice, with two codes; the first one counted.
  if (settled === null) return { state, effects: [] };
  const next = { ...state, queue };
  const { service } = settled.command;
  if (isSuccess(code)) {
    const taken = withoutRefused(next, service);
    return service === 'LEVELONE_EQUITIES' ? live(taken) : { state: taken, effects: [] };
  }
  // One more underlying that is refused costs the others nothing.
  if (service === 'LEVELONE_EQUITIES' && settled.command.command === 'SUBS')
    return loseConnection(next, `quotes refused with code ${code}: ${msg}`, now);
  const note = { type: 'note', text: `${service} ${settled.command.command} refused with code ${code}: ${msg}` } as const;
  if (service === 'LEVELONE_OPTIONS' && isOverLimit(code)) return lowerCap(next, msg, note.text);
  return { state: { ...withRefused(next, service), detail: note.text }, effects: [note, { type: 'report' }] };
};

const takenOver = (state: StreamSession, msg: string, now: EpochMs): SessionTurn => {
  const reason = `another connection of the same user took over: ${msg}`;
  const turn = loseConnection(state, reason, now, takenOverMs);
  if (turn.effects.length === 0) return turn;
  const text = `${reason}; this one stays away for ${takenOverMs / 1000} s. Two programs cannot stream for one user: end the other`;
  return { state: turn.state, effects: [...turn.effects, { type: 'notice', notice: { code: 'stream-taken-over', text } }] };
};

const isOverLimit = (code: number): boolean =>
  code === responseCode.reachedSymbolLimit || code === responseCode.failedSubs || code === responseCode.failedAdd;

/** Which keys survive a refusal is unknown: the budget names fewer, and they are subscribed anew as a whole. */
const lowerCap = (state: StreamSession, msg: string, text: string): SessionTurn => {
  const stated = Number(/LEVELONE_OPTIONS=(\d+)/.exec(msg)?.[1] ?? Number.NaN);
  const wanted = state.wantedOptions.length;
  const contracts = stated > 0 && stated < wanted ? stated : Math.max(1, Math.floor(wanted * 0.8));
  return {
    state: { ...state, toldOptions: null, queue: withoutWaiting(state.queue, 'LEVELONE_OPTIONS'), detail: text },
    effects: [
      { type: 'notice', notice: { code: 'stream-symbol-limit', text: `${text}; ${contracts} option symbols are asked for now` } },
      { type: 'cap', contracts },
    ],
  };
};

const live = (state: StreamSession): SessionTurn => {
  if (state.phase === 'live') return { state, effects: [] };
  const reason = state.everLive ? 'connected again' : 'connected';
  return {
    state: { ...state, phase: 'live', phaseSinceBeatMs: state.beatMs, everLive: true, awaySinceMs: null, detail: reason },
    effects: [{ type: 'up', awaySinceMs: state.awaySinceMs, reason }, { type: 'report' }],
  };
};

const withRefusedToken = (turn: SessionTurn): SessionTurn => ({ ...turn, effects: [{ type: 'refuse-token' }, ...turn.effects] });
