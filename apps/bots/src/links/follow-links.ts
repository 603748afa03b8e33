import {
  type Bus,
  behind,
  decodeEvent,
  linkCodeRemoval,
  linkCodeSha256,
  linkEndRemoval,
  readTopic,
  retryPassing,
  type StoredRecord,
  topic,
} from '@gexstream/bus';
import {
  type Audit,
  type ChatRef,
  type Clock,
  chatKey,
  type LinkCodeEvent,
  type LinkEnd,
  type LinkEndEvent,
} from '@gexstream/domain';
import type { Logger } from 'pino';
import type { ChatDirectory } from '../chats/chat-directory.ts';
import { wrongCodes } from './wrong-codes.ts';

/** Codes of users of the API, by which a chat comes to act for one of them. */
export interface ChatLinks {
  /** The user whose code this is; it is used up once this resolves. */
  redeem(chat: ChatRef, typed: string): Promise<Redeemed>;
}

export type Redeemed =
  | { readonly user: string }
  /** Not one of ours, used up, or too old. */
  | 'wrong'
  /** So many were wrong that none is looked at for so long. */
  | { readonly waitMs: number };

export interface FollowedChatLinks extends ChatLinks {
  /** Resolves when closed, rejects when the bus failed. */
  readonly done: Promise<void>;
  close(): Promise<void>;
}

export interface FollowLinksOptions {
  readonly bus: Bus;
  /** The wall clock. */
  readonly clock: Clock;
  readonly log: Logger;
  readonly directory: ChatDirectory;
  audit(audit: Audit): Promise<void>;
}

/** Follows topic `links` for chats that should act for a user no more; a code is looked up when it is typed. */
export const followLinks = async ({ bus, clock, log, directory, audit }: FollowLinksOptions): Promise<FollowedChatLinks> => {
  const wrong = wrongCodes();
  const stopping = new AbortController();

  const end = async ({ user, chat }: LinkEnd): Promise<void> => {
    if (directory.get(chat)?.linkedUser === user) {
      await directory.amend(chat, (settings) => (settings.linkedUser === user ? { ...settings, linkedUser: null } : settings));
      await audit({ chat, userId: user, action: 'unlink', detail: 'by the user, through the API' });
    }
    await bus.publish([linkEndRemoval(chat, clock.now())]);
  };
  const endInTime = (ended: LinkEnd): Promise<void> =>
    retryPassing(() => end(ended), {
      clock,
      stopping: stopping.signal,
      onFailure: (err) => log.warn({ err }, 'a link cannot be ended now; tried again'),
    });
  /** The last word of each key: what was done is removed, and on Kafka still stands before its removal for a while. */
  const standing = async (): Promise<readonly LinkEventNow[]> => {
    const events = new Map<string, LinkEventNow>();
    await readTopic(bus, topic.links.name, (record) => {
      const event = eventOf(record, log);
      if (event === null) events.delete(record.key);
      else events.set(record.key, event);
    });
    return [...events.values()];
  };
  const redeem = async (chat: ChatRef, typed: string): Promise<Redeemed> => {
    const now = clock.now();
    const waitMs = wrong.waitMs(chatKey(chat), now);
    if (waitMs > 0) return { waitMs };
    const sha256 = linkCodeSha256(typed);
    const codes = (await standing()).flatMap((event) => (event.kind === 'link-code' ? [event.body] : []));
    const code = codes.find((each) => each.sha256 === sha256 && each.untilMs > now);
    if (code === undefined) {
      wrong.note(chatKey(chat), now);
      return 'wrong';
    }
    await bus.publish([linkCodeRemoval(code.user, now)]);
    return { user: code.user };
  };
  /** One after the other, so that nobody finds a code that another is about to use up. */
  let last: Promise<unknown> = Promise.resolve();

  const before = await bus.offsets(topic.links.name);
  for (const event of await standing()) if (event.kind === 'link-end') await endInTime(event.body);
  const subscription = await bus.subscribe({
    topics: [topic.links.name],
    start: 'earliest',
    onAssigned: behind(before),
    onBatch: async ({ records }) => {
      for (const record of records) {
        const event = eventOf(record, log);
        if (event?.kind === 'link-end') await endInTime(event.body);
      }
    },
  });
  return {
    redeem: (chat, typed) => {
      const turn = last.then(() => redeem(chat, typed));
      last = turn.catch(() => {});
      return turn;
    },
    done: subscription.done,
    close: () => {
      stopping.abort();
      return subscription.close();
    },
  };
};

type LinkEventNow = Pick<LinkCodeEvent, 'kind' | 'body'> | Pick<LinkEndEvent, 'kind' | 'body'>;

const eventOf = ({ value, offset }: StoredRecord, log: Logger): LinkEventNow | null => {
  try {
    return value === null ? null : (decodeEvent(value) as LinkCodeEvent | LinkEndEvent);
  } catch (err) {
    log.warn({ offset, err }, 'a record of topic links cannot be read; it is passed over');
    return null;
  }
};
