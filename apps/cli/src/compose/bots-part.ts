import { type BotsStatus, botsSamples, startBots, terminalPlatform } from '@gexstream/bots';
import type { Bus } from '@gexstream/bus';
import type { Clock, Feed } from '@gexstream/domain';
import type { Sample } from '@gexstream/metrics';
import type { Store } from '@gexstream/store';
import type { Logger } from 'pino';
import type { StartConfig } from '../config.ts';
import { appLease } from './app-lease.ts';
import { chatPlatforms } from './chat-platforms.ts';

export interface BotsPartOptions {
  readonly bus: Bus;
  readonly wall: Clock;
  readonly log: Logger;
  readonly config: StartConfig;
  readonly feed: Feed;
  /** Other processes may run the bots of these topics. */
  readonly shared: boolean;
  /** Null where this process has none. */
  readonly store: Store | null;
  readonly pageUrl: string | null;
  /** Gives up waiting for the lease. */
  readonly signal: AbortSignal;
}

export interface BotsPart {
  /** Rejects when they cannot go on, or another process has taken the lease. */
  readonly done: Promise<void>;
  status(): BotsStatus;
  samples(): readonly Sample[];
  /** Ends them, then gives the lease back. */
  stop(): Promise<void>;
}

/** The bots, once their lease is held. Rejects with the signal's reason. */
export const startBotsPart = async (options: BotsPartOptions): Promise<BotsPart> => {
  const { bus, wall, config, feed, pageUrl, shared, signal, store } = options;
  const lease = await appLease('bots', bus, wall, options.log.child({ app: 'bots' }), { shared, signal });
  try {
    const chat = chatPlatforms(config, wall, options.log);
    const bots = await startBots({
      bus,
      clock: wall,
      log: options.log.child({ app: 'bots' }),
      feed,
      store,
      platforms: [terminalPlatform({ bus, clock: wall, log: options.log, feed }), ...chat.platforms],
      people: { admins: config.botAdmins, allowed: config.botAllowed },
      pageUrl: config.publicUrl ?? pageUrl,
      sendReplayed: config.send,
    });
    const lost = lease.lost.then(() => {
      if (!lease.released()) throw new Error('the lease of bots was lost: another process runs them now');
      return bots.done;
    });
    return {
      done: Promise.race([bots.done, lost]),
      status: () => bots.status(),
      samples: () => [...botsSamples(bots.status()), ...chat.samples()],
      stop: async () => {
        await bots.stop();
        await lease.release();
      },
    };
  } catch (error) {
    await lease.release();
    throw error;
  }
};
