import { type Bus, followTrades, type TradeDesk, tradeDesk } from '@gexstream/bus';
import { type ChatRef, type ChatSettings, chatKey, type Feed, type Trade, tradeBook } from '@gexstream/domain';
import type { Logger } from 'pino';
import type { Present } from '../present/present.ts';

/** People's own trades, from topic `trades`. */
export interface ChatTrades {
  /** What a chat may see and change: its own, and those of the user for whom it acts. The newest entry first. */
  of(settings: ChatSettings): readonly Trade[];
  /** Those alone that were told in it. */
  toldIn(chat: ChatRef): readonly Trade[];
  readonly desk: TradeDesk;
}

export interface FollowedChatTrades extends ChatTrades {
  /** Resolves when closed, rejects when the bus failed. */
  readonly done: Promise<void>;
  close(): Promise<void>;
}

export interface FollowChatTradesOptions {
  readonly bus: Bus;
  readonly present: Present;
  readonly log: Logger;
  readonly feed: Feed;
  /** Of this process. */
  readonly run: string;
}

export const followChatTrades = async (options: FollowChatTradesOptions): Promise<FollowedChatTrades> => {
  const { bus, present, log, feed, run } = options;
  const book = tradeBook();
  const following = await followTrades({
    ...{ bus, book, feed },
    onUnreadable: ({ offset }, err) => log.warn({ offset, err }, 'a trade cannot be read; it is passed over'),
  });
  return {
    of: ({ chat, linkedUser }) => book.of([chatKey(chat), ...(linkedUser === null ? [] : [linkedUser])]),
    toldIn: (chat) => book.of([chatKey(chat)]),
    desk: tradeDesk({
      ...{ bus, book, feed, run, now: present.feedNow, levels: present.levels },
      opportunities: (symbol) => present.scanner.opportunities(symbol),
    }),
    done: following.done,
    close: () => following.close(),
  };
};
