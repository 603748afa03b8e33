import { type EpochMs, epochMs } from '@gexstream/domain';
import { emptyQueue } from '@gexstream/schwab';
import { reconnectDelayMs } from './reconnect-delay.ts';
import { nextRandom } from './seeded-random.ts';
import type { SessionTurn, StreamSession } from './session-state.ts';

/** A connection that held this long was a good one: the next loss is a first one again. */
const heldMs = 30_000;
/** One that was live shows that the server takes us: however often such a one drops, the wait grows to two seconds at most. */
const attemptMaxOfLive = 2;

/** Gives the connection up and plans the next; `delayMs` where the reason asks for another delay than the growing one. */
export const loseConnection = (state: StreamSession, reason: string, now: EpochMs, delayMs?: number): SessionTurn => {
  if (state.phase === 'waiting' || state.phase === 'idle') return { state, effects: [] };
  const wasLive = state.phase === 'live';
  const held = wasLive && state.beatMs - state.phaseSinceBeatMs >= heldMs;
  const attempt = held ? 0 : wasLive ? Math.min(state.attempt, attemptMaxOfLive) : state.attempt;
  const random = nextRandom(state.random);
  return {
    state: {
      ...state,
      phase: 'waiting',
      phaseSinceBeatMs: state.beatMs,
      attempt: attempt + 1,
      random: random.state,
      queue: emptyQueue,
      toldOptions: new Set(),
      // Away since the last frame: what was sent after it is lost as well.
      awaySinceMs: wasLive ? epochMs(Math.min(state.lastFrameMs ?? now, now)) : state.awaySinceMs,
      reconnects: state.reconnects + 1,
      detail: reason,
    },
    effects: [
      { type: 'close', connection: state.connection },
      ...(wasLive ? [{ type: 'down', reason } as const] : []),
      { type: 'note', text: `stream lost: ${reason}` },
      { type: 'wake', connection: state.connection, afterMs: delayMs ?? reconnectDelayMs(attempt, random.value) },
      { type: 'report' },
    ],
  };
};
