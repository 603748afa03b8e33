import type { ActorRef, ActorSystem } from '@gexstream/actors';
import { type Clock, type FeedNotice, schwabSymbol } from '@gexstream/domain';
import type { Logger } from 'pino';
import type { FramePublisherMessage } from './actors/frame-publisher.actor.ts';
import { streamSession } from './actors/stream-session.actor.ts';
import type { SubscriptionBudgetMessage } from './actors/subscription-budget.actor.ts';
import type { Counters } from './counters.ts';
import { gapDrafts, linkDrafts } from './draft.ts';
import {
  initialStreamSession,
  type StreamSession,
  type StreamSessionEffect,
  type StreamSessionMessage,
} from './session/session-state.ts';
import type { StatusBoard } from './status-board.ts';
import type { StreamLink } from './stream-link.ts';
import { tell } from './tell.ts';

export interface StreamSessionParts {
  readonly system: ActorSystem;
  readonly clock: Clock;
  readonly log: Logger;
  /** Those followed now. */
  readonly underlyings: ReadonlySet<string>;
  /** Of the jitter between reconnects. */
  readonly seed: number;
  readonly link: StreamLink;
  readonly counters: Counters;
  readonly board: StatusBoard;
  readonly publisher: ActorRef<FramePublisherMessage>;
  readonly subscriptions: () => ActorRef<SubscriptionBudgetMessage>;
  readonly notify: (notice: FeedNotice) => void;
  readonly report: () => void;
}

export const spawnStreamSession = (parts: StreamSessionParts): ActorRef<StreamSessionMessage> => {
  const { system, underlyings, seed, board, counters } = parts;
  return system.spawn<StreamSession, StreamSessionMessage, StreamSessionEffect>({
    name: 'stream-session',
    initial: () => initialStreamSession([...underlyings].map(schwabSymbol), seed),
    behavior: (state, message, now) => {
      const turn = streamSession(state, message, now);
      // The board shows the newest state; nothing here depends on it.
      board.session(turn.state);
      counters.reconnects = turn.state.reconnects;
      return turn;
    },
    perform: (effect, self) => perform(effect, self, parts),
    mailbox: { whenFull: 'block', capacity: 1_024 },
    crash: { onCrash: 'escalate' },
  });
};

const perform = (
  effect: StreamSessionEffect,
  self: ActorRef<StreamSessionMessage>,
  { clock, log, underlyings, link, publisher, subscriptions, notify, report }: StreamSessionParts,
): void | Promise<void> => {
  switch (effect.type) {
    case 'connect':
      void link.connect(effect.connection);
      return;
    case 'login':
      void link.login(effect.connection);
      return;
    case 'refuse-token':
      return link.refuseToken();
    case 'send':
      return link.send(effect.connection, effect.commands);
    case 'close':
      return link.close(effect.connection);
    case 'wake':
      clock.after(effect.afterMs, () => void tell(self, { type: 'wake', connection: effect.connection }));
      return;
    case 'up': {
      link.trust();
      const now = clock.now();
      const body = { fromMs: effect.awaySinceMs ?? now, toMs: now, reason: 'the stream was away' };
      const gaps = effect.awaySinceMs === null ? [] : gapDrafts([...underlyings], now, body);
      const links = linkDrafts([...underlyings], now, { stream: 'up', reason: effect.reason });
      return tell(publisher, { type: 'publish', drafts: [...gaps, ...links], receivedMs: now });
    }
    case 'down': {
      const now = clock.now();
      const drafts = linkDrafts([...underlyings], now, { stream: 'down', reason: effect.reason });
      return tell(publisher, { type: 'publish', drafts, receivedMs: now });
    }
    case 'cap':
      // Not awaited: the budget answers with a message to this actor.
      void tell(subscriptions(), { type: 'cap', contracts: effect.contracts });
      return;
    case 'note':
      log.warn(effect.text);
      return;
    case 'notice':
      return notify(effect.notice);
    case 'report':
      return report();
  }
};
