import { randomUUID } from 'node:crypto';
import type { Bus } from '@gexstream/bus';
import { type Audit, type ChatRef, type Clock, epochMs, type Feed, sessionDate } from '@gexstream/domain';
import type { Store } from '@gexstream/store';
import type { Logger } from 'pino';
import { type AlertingStatus, startAlerting } from './alerting/start-alerting.ts';
import { auditRecord } from './chats/chat-records.ts';
import { forgetChat } from './chats/forget-chat.ts';
import { openChatDirectory } from './chats/open-chat-directory.ts';
import { allCommands } from './commands/all-commands.ts';
import type { Office } from './commands/command.ts';
import { type People, welcomes } from './desk/access.ts';
import { openDesk } from './desk/front-desk.ts';
import { openMaintenance } from './desk/open-maintenance.ts';
import { morningDigest, startDigests } from './digest/start-digests.ts';
import { imageRoom } from './images/image-room.ts';
import { followLinks } from './links/follow-links.ts';
import { deliveryRecord } from './outbox/delivery-record.ts';
import { type OutboxStatus, startOutbox } from './outbox/start-outbox.ts';
import { pastOf } from './past/past.ts';
import type { ChatPlatform, PlatformHealth } from './platform/chat-platform.ts';
import { followPresent } from './present/present.ts';
import { followChatTrades } from './trades/follow-chat-trades.ts';

export interface BotsOptions {
  readonly bus: Bus;
  /** The wall clock. */
  readonly clock: Clock;
  readonly log: Logger;
  readonly feed: Feed;
  /** Not yet started; the web page needs none. */
  readonly platforms: readonly ChatPlatform[];
  /** Read for pictures over time; null where this process has none. */
  readonly store: Store | null;
  readonly people: People;
  /** Where the web page is; null where nobody serves it. */
  readonly pageUrl: string | null;
  /** Alerts of a recording that runs again are sent too. */
  readonly sendReplayed?: boolean;
}

export interface Bots {
  /** Resolves when stopped; rejects when it cannot go on: the bus failed, or a platform ended. */
  readonly done: Promise<void>;
  /** Takes no more commands, finishes the batch and the message in hand, then ends. Safe to call twice. */
  stop(): Promise<void>;
  status(): BotsStatus;
}

export interface BotsStatus {
  readonly chats: number;
  readonly commands: { readonly answered: number; readonly refused: number; readonly broken: number };
  readonly platforms: readonly (PlatformHealth & { readonly platform: string })[];
  readonly alerting: AlertingStatus;
  readonly outbox: OutboxStatus;
}

/** What is said to a chat by a person's doing is old after so long. */
const toldMsMax = 10 * 60_000;

/**
 * Commands and alerts in Telegram and the terminal: settings from topic `chats`, the present from the output topics, alerts to `alerts` and
 * `outbox`, messages from `outbox`. In one process at a time: who calls this holds the bots' lease.
 */
export const startBots = async (options: BotsOptions): Promise<Bots> => {
  const { bus, clock, log, feed, platforms } = options;
  const run = randomUUID();
  const closing: (() => Promise<void>)[] = [];
  const close = async (): Promise<void> => {
    for (const end of closing.splice(0).reverse()) await end();
  };
  try {
    const present = await followPresent(bus, feed, clock);
    closing.push(() => present.close());
    const directory = await openChatDirectory({ bus, clock, log, feed, run });
    const trades = await followChatTrades({ bus, present, log, feed, run });
    closing.push(() => trades.close());
    const audit = (entry: Audit): Promise<void> => bus.publish([auditRecord(entry, { feed, run, now: clock.now() })]);
    const links = await followLinks({ bus, clock, log, directory, audit });
    closing.push(() => links.close());
    let alertsTold = async (): Promise<void> => {};
    let standing: Office['standing'] = () => [];
    const office: Office = {
      present,
      past: pastOf(options.store),
      directory,
      trades,
      links,
      clock,
      log,
      commands: allCommands,
      welcomes: (settings) => welcomes(settings, options.people),
      images: imageRoom(),
      digest: (settings) => morningDigest(settings, present, bus, sessionDate(present.feedNow())),
      standing: (settings, rule) => standing(settings, rule),
      pageUrl: options.pageUrl,
      maintenance: await openMaintenance({ bus, clock, log, feed, run }),
      forget: (chat) => forgetChat(chat, { bus, clock, directory, trades, alertsTold: () => alertsTold() }),
      audit: ({ incoming: { chat, user } }, action, detail) => audit({ chat, userId: user.id, action, detail }),
      tell: (chat, id, message, critical = false) => {
        const now = clock.now();
        const delivery = { id, chat, revision: 1, message, silent: false, critical, notAfterMs: epochMs(now + toldMsMax) };
        return bus.publish([deliveryRecord(delivery, { feed, run, now })]);
      },
    };
    const desk = openDesk(office, options.people);
    const noted = ({ platform }: ChatRef, work: Promise<unknown>): void => {
      work.catch((err: unknown) => log.error({ chat: platform, err }, 'a chat could not be kept'));
    };
    const outboxOptions = { bus, clock, log, feed, run, platforms };
    for (const platform of platforms) {
      await platform.start(desk);
      closing.push(() => platform.stop());
    }
    const outbox = await startOutbox({
      ...outboxOptions,
      onUnreachable: (chat, reason) => {
        const unreachable = { sinceMs: clock.now(), reason };
        noted(
          chat,
          directory.amend(chat, (settings) => ({ ...settings, unreachable })),
        );
      },
      onMoved: (chat, to) => {
        const known = directory.get(chat);
        if (known === undefined) return;
        const moved = { ...chat, id: to };
        noted(
          chat,
          // What was chosen under the new id since is newer. Where it cannot be kept there, it stays where it was.
          directory.change(moved, (before) => before ?? { ...known, chat: moved }).then(() => directory.forget(chat)),
        );
      },
    });
    closing.push(() => outbox.stop());
    const alerting = await startAlerting({
      ...{ bus, clock, log, feed, directory, welcomes: office.welcomes },
      sendReplayed: options.sendReplayed ?? false,
    });
    closing.push(() => alerting.stop());
    alertsTold = alerting.told;
    standing = alerting.standing;

    const sends = !feed.startsWith('replay-') || options.sendReplayed === true;
    if (sends) {
      const endDigests = startDigests({ bus, clock, log, directory, present, welcomes: office.welcomes, tell: office.tell });
      closing.push(async () => endDigests());
    }

    let stopped: Promise<void> | null = null;
    return {
      done: Promise.race([
        present.done,
        trades.done,
        links.done,
        outbox.done,
        alerting.done,
        ...platforms.map(({ done }) => done),
      ]),
      stop: () => {
        stopped ??= close();
        return stopped;
      },
      status: () => ({
        chats: directory.all().length,
        commands: desk.counts(),
        platforms: platforms.map((platform) => ({ platform: platform.name, ...platform.health() })),
        alerting: alerting.status(),
        outbox: outbox.status(),
      }),
    };
  } catch (error) {
    await close();
    throw error;
  }
};
