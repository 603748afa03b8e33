import type { ActorRef, ActorSystem } from '@gexstream/actors';
import type { Clock, FeedNotice } from '@gexstream/domain';
import { SchwabError, type TokenKeeper, type TokenKeeperOptions } from '@gexstream/schwab';
import type { Logger } from 'pino';
import { initialTokenKeeping, type TokenKeepingMessage, tokenKeeping } from './actors/token-keeper.actor.ts';
import type { StatusBoard } from './status-board.ts';
import { tell } from './tell.ts';

export interface TokenKeeperParts {
  readonly system: ActorSystem;
  readonly clock: Clock;
  readonly tokens: TokenKeeper;
  readonly board: StatusBoard;
  readonly report: () => void;
  readonly notify: (notice: FeedNotice) => void;
  readonly log: Logger;
}

export const spawnTokenKeeper = (parts: TokenKeeperParts): ActorRef<TokenKeepingMessage> => {
  const { system, clock, tokens, board, report, notify, log } = parts;
  const keeper = system.spawn({
    name: 'token-keeper',
    initial: () => initialTokenKeeping,
    behavior: (state: typeof initialTokenKeeping, message: TokenKeepingMessage, now) => {
      const turn = tokenKeeping(state, message, now);
      board.token(turn.state);
      return turn;
    },
    perform: (effect, self) => {
      switch (effect.type) {
        case 'renew':
          void renew(tokens, clock, self, log);
          return;
        case 'check-after':
          clock.after(effect.afterMs, () => void tell(self, { type: 'check', timer: effect.timer }));
          return;
        case 'notice':
          notify(effect.notice);
          return;
        case 'report':
          report();
          return;
      }
    },
    mailbox: { whenFull: 'block', capacity: 16 },
    crash: { onCrash: 'escalate' },
  });
  void tell(keeper, { type: 'check', timer: initialTokenKeeping.timer });
  return keeper;
};

const renew = async (tokens: TokenKeeper, clock: Clock, self: ActorRef<TokenKeepingMessage>, log: Logger): Promise<void> => {
  try {
    await tokens.takeNewer();
    await tokens.accessToken();
    await tell(self, {
      type: 'ready',
      expiresMs: tokens.expiresMs() ?? clock.now(),
      loginExpiresMs: tokens.loginExpiresMs(),
    });
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    log.warn({ reason }, 'no access token');
    await tell(self, { type: 'failed', terminal: error instanceof SchwabError && !error.retryable, reason });
  }
};

/** A refresh that tells when only a person's login helps, whoever asked for it. */
export const tellingRefusals =
  (refresh: TokenKeeperOptions['refresh'], refused: () => void): TokenKeeperOptions['refresh'] =>
  async (token) => {
    try {
      return await refresh(token);
    } catch (error) {
      if (error instanceof SchwabError && !error.retryable) refused();
      throw error;
    }
  };
