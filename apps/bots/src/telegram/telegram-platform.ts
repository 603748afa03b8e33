import type { ChatMessage, ChatRef, Clock } from '@gexstream/domain';
import type { Logger } from 'pino';
import { Telegraf } from 'telegraf';
import type { CommandSpec } from '../commands/command-spec.ts';
import { ChatError, type ChatImage, type ChatPlatform, type FrontDesk, type Incoming } from '../platform/chat-platform.ts';
import { meetPlatform } from '../platform/meet-platform.ts';
import { patiently } from '../platform/patiently.ts';
import { chatAdmins } from './chat-admins.ts';
import { chatPost, type Place } from './chat-post.ts';
import { type HeardUpdate, heardUpdate, userName } from './incoming-update.ts';
import { photoCache } from './photo-cache.ts';
import { pollUntil } from './polling.ts';
import { readShown, shownText } from './shown-message.ts';
import { telegramApi } from './telegram-api.ts';
import { serveWebhook, type WebhookOptions } from './webhook.ts';

export interface TelegramOptions {
  readonly token: string;
  /** `https://api.telegram.org`, unless a Bot API server of one's own, or a test, takes its place. */
  readonly apiRoot?: string;
  /** Updates come by HTTP; else they are polled for. */
  readonly webhook?: WebhookOptions;
  /** The wall clock. */
  readonly clock: Clock;
  readonly log: Logger;
}

export interface TelegramPlatform extends ChatPlatform {
  /** Messages that had to be sent without marks since the start. */
  unparsable(): number;
}

/** Telegraf sleeps 5 s after a poll that failed. */
const stopMsMax = 3_000;

/** Telegram through telegraf, by long polling or a webhook: one process for a token. */
export const telegramPlatform = ({ token, apiRoot, webhook, clock, log }: TelegramOptions): TelegramPlatform => {
  const bot = new Telegraf(token, apiRoot === undefined ? {} : { telegram: { apiRoot } });
  const stopping = new AbortController();
  const done = Promise.withResolvers<void>();
  done.promise.catch(() => {});
  let heardMs = clock.now();
  let unparsable = 0;
  let hearing: Promise<void> = Promise.resolve();
  const onHeard = (): void => {
    heardMs = clock.now();
  };
  const api = telegramApi(bot, clock, stopping.signal, onHeard);
  const onUnparsable = (): void => {
    unparsable += 1;
  };
  const post = chatPost({ api, clock, log, photos: photoCache(), onUnparsable });
  const admins = chatAdmins(api, clock);

  const reply = async (
    heard: HeardUpdate,
    message: ChatMessage,
    options: { image?: ChatImage; replace?: boolean } = {},
  ): Promise<void> => {
    const { image, replace = false } = options;
    const editable = replace && heard.source === 'button' && heard.messageId !== 0;
    const inGroup = heard.chat.kind !== 'private';
    const place: Place = {
      chatId: heard.chat.id,
      silent: false,
      ...(heard.threadId === null ? {} : { threadId: heard.threadId }),
      ...(inGroup && heard.messageId !== 0 ? { answers: heard.messageId } : {}),
    };
    const send = async (): Promise<void> => void (await post.send(place, message, image));
    const answer = async (): Promise<void> => {
      if (!editable) return send();
      if (image !== undefined) return post.editPhoto(heard.chat.id, heard.messageId, message, image);
      // A picture cannot be taken from a message: it would stand above words that are not about it.
      if (heard.photo) return send();
      return post.edit(heard.chat.id, { photo: false, ids: [heard.messageId] }, message);
    };
    await patiently(clock, answer).catch((error: unknown) => {
      if (editable && error instanceof ChatError && error.kind === 'gone') return patiently(clock, send);
      throw error;
    });
  };

  const incoming = (heard: HeardUpdate): Incoming => ({
    chat: { platform: 'telegram', id: heard.chat.id },
    chatKind: heard.chat.kind,
    chatTitle: heard.chat.title,
    user: { id: String(heard.user.id), name: userName(heard.user), locale: heard.user.language_code ?? null },
    isChatAdmin: async () => heard.chat.kind === 'private' || heard.asGroup || admins(heard.chat.id, heard.user.id),
    text: heard.text,
    source: heard.source,
    reply: (message, options) => reply(heard, message, options),
  });

  const listen = (desk: FrontDesk, botName: string): void => {
    // Without it a handler that throws ends the polling, and the process with an exit code of its own.
    bot.catch((error) => log.error({ err: error }, 'an update could not be handled'));
    bot.use((context) => {
      const heard = heardUpdate(context.update, botName);
      if (heard === null) return;
      // At once, or the button spins; one that is too old to be answered does not matter.
      if (heard.callbackId !== null)
        void api('answerCallbackQuery', { callback_query_id: heard.callbackId }).catch((error: unknown) =>
          log.debug({ err: error }, 'a press was not answered'),
        );
      desk.take(incoming(heard));
    });
  };

  const begin = async (desk: FrontDesk, username: string): Promise<void> => {
    listen(desk, username);
    await api('setMyCommands', { commands: commandList(desk.commands) }).catch((error: unknown) =>
      log.warn({ err: error }, 'Telegram did not take the list of commands; people can still type them'),
    );
    onHeard();
    const parts = { bot, clock, log, signal: stopping.signal };
    hearing =
      webhook === undefined
        ? pollUntil({ ...parts, polledMs: () => heardMs })
        : serveWebhook({ ...parts, api, options: webhook, onHeard });
    hearing.then(done.resolve, done.reject);
  };

  const meet = async (desk: FrontDesk): Promise<void> => {
    bot.botInfo = await api('getMe', {});
    await begin(desk, bot.botInfo.username);
  };

  return {
    name: 'telegram',
    done: done.promise,
    start: (desk) => meetPlatform({ name: 'Telegram', clock, log, stopping: stopping.signal }, () => meet(desk), done.reject),
    send: async ({ id }: ChatRef, message, { silent, image }) =>
      shownText(await post.send({ chatId: id, silent }, message, image)),
    edit: async ({ id }, messageId, message) => {
      const shown = readShown(messageId);
      if (shown === null) throw new ChatError('gone', `no message of Telegram's is called ${messageId}`);
      await post.edit(id, shown, message);
    },
    health: () => {
      const silentMs = Math.max(0, clock.now() - heardMs);
      return {
        connected: bot.botInfo !== undefined && silentMs < 90_000,
        silentMs,
        detail:
          bot.botInfo === undefined
            ? 'not reached yet'
            : `${webhook === undefined ? 'polls' : 'webhook'} as @${bot.botInfo.username}`,
      };
    },
    stop: async () => {
      stopping.abort();
      const { promise: late, resolve } = Promise.withResolvers<void>();
      const cancel = clock.after(stopMsMax, resolve);
      await Promise.race([hearing.catch(() => {}), late]);
      cancel();
      done.resolve();
    },
    unparsable: () => unparsable,
  };
};

/** Administrators find theirs in the help. */
const commandList = (commands: readonly CommandSpec[]) =>
  commands
    .filter(({ audience }) => audience !== 'admin')
    .slice(0, 100)
    .map(({ name, summary }) => ({ command: name, description: summary }));
