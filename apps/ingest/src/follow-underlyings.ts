import type { ActorRef } from '@gexstream/actors';
import { schwabSymbol } from '@gexstream/domain';
import type { ChainPollerMessage } from './actors/chain-poller.actor.ts';
import { gapDrafts, linkDrafts } from './draft.ts';
import type { RestShare } from './rest-line.ts';
import type { StreamSessionMessage } from './session/session-state.ts';
import { type ChainPollerParts, spawnChainPoller } from './spawn-chain-poller.ts';
import { tell } from './tell.ts';

export interface FollowParts {
  readonly polling: ChainPollerParts;
  readonly everyMs: number;
  readonly expiryDaysMax: number | undefined;
  readonly introduce: (underlyings: readonly string[]) => Promise<void>;
  readonly stopping: AbortSignal;
  readonly session: ActorRef<StreamSessionMessage>;
}

/** The underlyings whose chain is polled and which are streamed: the configured ones, and those that somebody demands. */
export interface FollowedUnderlyings {
  /** Lives: who holds it sees it change. */
  readonly all: ReadonlySet<string>;
  /** The nearest expiry that is listed, `YYYY-MM-DD`; undefined while unknown. */
  nearestExpiry(underlying: string): string | undefined;
  /** The configured ones, before anything is streamed. */
  begin(): void;
  follow(underlyings: readonly string[]): Promise<void>;
  unfollow(underlyings: readonly string[]): Promise<void>;
  pollers(): readonly ActorRef<ChainPollerMessage>[];
}

export const followedUnderlyings = (configured: readonly string[], parts: () => FollowParts): FollowedUnderlyings => {
  const all = new Set(configured);
  const pollers = new Map<string, ActorRef<ChainPollerMessage>>();
  const nearest = new Map<string, string>();

  const poll = (underlying: string, payer: RestShare): void => {
    const { polling, everyMs, expiryDaysMax } = parts();
    const { board, publisher, subscriptions } = polling;
    const poller = spawnChainPoller(
      {
        name: `chain-poller-${underlying}`,
        underlying,
        plan: { everyMs, expiryDaysMax },
        payer,
        onRound: async (round, receivedMs) => {
          const { windows, givenUp } = round;
          board.round(underlying, round);
          const draft = { underlying, sourceMs: receivedMs, kind: 'chain-round', body: { windows, givenUp } } as const;
          await tell(publisher, { type: 'publish', drafts: [draft], receivedMs });
          await tell(subscriptions, { type: 'whole', underlying });
        },
        onTrouble: (reason) => {
          board.trouble(underlying, reason);
          polling.log.warn({ underlying, reason }, 'chain not polled');
        },
        onExpiries: ([first]) => {
          if (first !== undefined) nearest.set(underlying, first);
        },
      },
      polling,
    );
    pollers.set(underlying, poller);
  };

  const subscribe = (): Promise<void> => tell(parts().session, { type: 'follow', underlyings: [...all].map(schwabSymbol) });

  const say = (underlyings: readonly string[], stream: 'up' | 'down', reason: string): Promise<void> => {
    const { clock, publisher } = parts().polling;
    const now = clock.now();
    return tell(publisher, {
      type: 'publish',
      drafts: linkDrafts(underlyings, now, { stream, reason }),
      receivedMs: now,
    });
  };

  return {
    all,
    nearestExpiry: (underlying) => nearest.get(underlying),
    begin: () => {
      for (const underlying of configured) poll(underlying, 'chains');
    },
    follow: async (underlyings) => {
      const { polling, introduce, stopping } = parts();
      const { clock, board, subscriptions, publisher } = polling;
      await introduce(underlyings);
      if (stopping.aborted) return;
      const now = clock.now();
      const gaps = underlyings.flatMap((underlying) => {
        const fromMs = board.lastEventMs(underlying);
        return fromMs === undefined ? [] : gapDrafts([underlying], now, { fromMs, toMs: now, reason: 'it was not followed' });
      });
      await tell(publisher, { type: 'publish', drafts: gaps, receivedMs: now });
      for (const underlying of underlyings) {
        all.add(underlying);
        board.follow(underlying);
        await tell(subscriptions, { type: 'follow', underlying });
        poll(underlying, 'onDemand');
      }
      // What the session says of the stream from now on reaches them too.
      await say(underlyings, board.isStreaming ? 'up' : 'down', 'followed on demand');
      await subscribe();
    },
    unfollow: async (underlyings) => {
      const { board, subscriptions } = parts().polling;
      for (const underlying of underlyings) {
        all.delete(underlying);
        nearest.delete(underlying);
        board.unfollow(underlying);
        await tell(subscriptions, { type: 'unfollow', underlying });
        await pollers.get(underlying)?.stop();
        pollers.delete(underlying);
      }
      await say(underlyings, 'down', 'no longer demanded');
      await subscribe();
    },
    pollers: () => [...pollers.values()],
  };
};
