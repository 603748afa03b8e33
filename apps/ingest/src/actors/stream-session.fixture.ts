import { epochMs } from '@gexstream/domain';
import type { WireNotify, WireResponse } from '@gexstream/schwab/wire';
import {
  initialStreamSession,
  type StreamSession,
  type StreamSessionEffect,
  type StreamSessionMessage,
} from '../session/session-state.ts';
import { streamSession } from './stream-session.actor.ts';

export const start = 1_795_188_600_000;

export const reply = (command: string, requestid: string, code: number, msg = ''): WireResponse => ({
  service: 'any',
  command,
  requestid,
  SchwabClientCorrelId: 'x',
  timestamp: start,
  content: { code, msg },
});

/** Speaks to a stream session as actors and the server would, and looks at what it wants done. */
export class Talk {
  state: StreamSession = initialStreamSession(['$SPX', 'SPY'], 7);
  effects: readonly StreamSessionEffect[] = [];
  now = start;

  send(message: StreamSessionMessage): this {
    const turn = streamSession(this.state, message, epochMs(this.now));
    this.state = turn.state;
    this.effects = turn.effects;
    return this;
  }
  frame(responses: readonly WireResponse[], notices: readonly WireNotify[] = []): this {
    return this.send({ type: 'frame', connection: this.state.connection, responses, notices, unreadable: false });
  }
  garbage(): this {
    return this.send({ type: 'frame', connection: this.state.connection, responses: [], notices: [], unreadable: true });
  }
  heartbeat(): this {
    return this.frame([], [{ heartbeat: String(this.now) }]);
  }
  /** Connects again after a loss, up to live. */
  again(): this {
    return this.send({ type: 'wake', connection: this.state.connection })
      .send({ type: 'opened', connection: this.state.connection })
      .frame([reply('LOGIN', '0', 0)])
      .frame([reply('SUBS', '1', 0), reply('SUBS', '2', 0), reply('SUBS', '3', 0)]);
  }
  lose(): this {
    return this.send({ type: 'closed', connection: this.state.connection, reason: 'closed with code 1006' });
  }
  connect(): this {
    return this.send({ type: 'start' }).send({ type: 'opened', connection: this.state.connection });
  }
  live(): this {
    return this.connect()
      .frame([reply('LOGIN', '0', 0)])
      .frame([reply('SUBS', '1', 0), reply('SUBS', '2', 0)]);
  }
  seconds(count: number): this {
    const effects: StreamSessionEffect[] = [];
    for (let second = 0; second < count; second += 1) {
      this.now += 1_000;
      effects.push(...this.send({ type: 'tick' }).effects);
    }
    this.effects = effects;
    return this;
  }
  get commands(): readonly (readonly [string, string, number])[] {
    return this.effects.flatMap((effect) =>
      effect.type === 'send'
        ? effect.commands.map(({ command }) => [command.service, command.command, command.keys.length] as const)
        : [],
    );
  }
  get types(): readonly string[] {
    return this.effects.map(({ type }) => type);
  }
  get notices(): readonly string[] {
    return this.effects.flatMap((effect) => (effect.type === 'notice' ? [effect.notice.code] : []));
  }
  get wakeMs(): number {
    const wake = this.effects.find((effect) => effect.type === 'wake');
    if (wake?.type !== 'wake') throw new Error('no wake');
    return wake.afterMs;
  }
}

export const options = (count: number, from = 0): readonly string[] =>
  Array.from({ length: count }, (_, index) => `SPXW  261120C0${String(5_000_000 + (from + index) * 5_000)}`);
