import type { Clock } from '@gexstream/domain';
import {
  type AutocompleteInteraction,
  Client,
  Events,
  GatewayIntentBits,
  InteractionResponseType,
  Options,
  Routes,
  Status,
} from 'discord.js';
import type { Logger } from 'pino';
import { ChatError, type ChatPlatform, type FrontDesk } from '../platform/chat-platform.ts';
import { meetPlatform } from '../platform/meet-platform.ts';
import { channelPost } from './channel-post.ts';
import { discordApi, idOf, restOptions } from './discord-api.ts';
import { discordError, wrongToken } from './discord-error.ts';
import { heardInteraction, placeOf } from './heard-interaction.ts';
import { interactionAnswer } from './interaction-answer.ts';
import { slashCommands } from './slash-commands.ts';

export interface DiscordOptions {
  readonly token: string;
  /** `https://discord.com/api`, unless a proxy, or a test, takes its place. */
  readonly apiRoot?: string;
  /** The wall clock. */
  readonly clock: Clock;
  readonly log: Logger;
}

/** A heartbeat comes every 41 s. */
const silentMsMax = 90_000;
const loginMsMax = 30_000;
const choiceMax = 100;
const choicesMax = 25;

/** Nothing but names of channels is ever looked up. */
const nothingCached = Options.cacheWithLimits({
  MessageManager: 0,
  ReactionManager: 0,
  PresenceManager: 0,
  VoiceStateManager: 0,
  ThreadMemberManager: 0,
  GuildBanManager: 0,
  GuildEmojiManager: 0,
  GuildStickerManager: 0,
  GuildInviteManager: 0,
  GuildScheduledEventManager: 0,
  StageInstanceManager: 0,
});

/** Discord through discord.js: slash commands and buttons over its gateway, messages over its API. */
export const discordPlatform = ({ token, apiRoot, clock, log }: DiscordOptions): ChatPlatform => {
  const stopping = new AbortController();
  const done = Promise.withResolvers<void>();
  done.promise.catch(() => {});
  let heardMs = clock.now();
  let client: Client | null = null;
  let closed = false;
  const onHeard = (): void => {
    heardMs = clock.now();
  };
  const api = discordApi(token, apiRoot, onHeard);
  const post = channelPost(api, clock, log);

  const listen = (to: Client, desk: FrontDesk): void => {
    to.on(Events.Raw as never, onHeard);
    to.on(Events.Debug, (text) => {
      if (text.includes('Heartbeat acknowledged')) onHeard();
    });
    to.on(Events.Error, (err) => log.warn({ err: discordError(err, 'the gateway') }, 'Discord’s gateway had an error'));
    to.on(Events.ShardError, (err) => log.warn({ err: discordError(err, 'the gateway') }, 'Discord’s gateway had an error'));
    to.on(Events.ShardReconnecting, () => log.info('Discord’s gateway is lost; connecting again'));
    to.on(Events.ShardDisconnect, ({ code }) => {
      closed = true;
      done.reject(fatalClose(code));
    });
    to.on(Events.InteractionCreate, (interaction) => {
      if (interaction.isAutocomplete()) suggest(interaction, desk);
      if (!interaction.isChatInputCommand() && !interaction.isButton()) return;
      const heard = heardInteraction(interaction, desk.commands);
      const { chat, chatKind, chatTitle, user, text, source, isChatAdmin } = heard;
      const reply = interactionAnswer(api, clock, log, heard);
      void desk.take({ chat, chatKind, chatTitle, user, text, source, isChatAdmin: async () => isChatAdmin, reply });
    });
  };

  const suggest = (interaction: AutocompleteInteraction, desk: FrontDesk): void => {
    const { name, value } = interaction.options.getFocused(true);
    const fitting = desk
      .suggest(interaction.commandName, name, value, placeOf(interaction).chat)
      .filter((text) => text !== '' && text.length <= choiceMax);
    const choices = fitting.slice(0, choicesMax).map((text) => ({ name: text, value: text }));
    const body = { type: InteractionResponseType.ApplicationCommandAutocompleteResult, data: { choices } };
    void api
      .call('suggest what to type', 'post', Routes.interactionCallback(interaction.id, interaction.token), { auth: false, body })
      // Who goes on typing does not wait for it.
      .catch((error: unknown) => log.debug({ err: error }, 'suggestions were not taken'));
  };

  const meet = async (desk: FrontDesk): Promise<void> => {
    const application = idOf(await api.call('ask who this bot is', 'get', '/applications/@me'));
    const body = slashCommands(desk.commands);
    await api.call('register the commands', 'put', Routes.applicationCommands(application), { body });
    await connect(desk);
  };

  /** A client that failed to log in is of no use any more. */
  const connect = async (desk: FrontDesk): Promise<void> => {
    const next = new Client({ intents: [GatewayIntentBits.Guilds], rest: restOptions(apiRoot), makeCache: nothingCached });
    listen(next, desk);
    const late = Promise.withResolvers<never>();
    const cancel = clock.after(loginMsMax, () =>
      late.reject(new ChatError('unavailable', 'Discord’s gateway did not answer in time')),
    );
    const ended = done.promise.then(() => Promise.reject(new ChatError('unavailable', 'stopped')));
    try {
      await Promise.race([next.login(token), late.promise, ended]);
      client = next;
    } catch (error) {
      await next.destroy().catch(() => {});
      throw error instanceof ChatError
        ? error
        : isTokenInvalid(error)
          ? wrongToken('refused by the gateway')
          : discordError(error, 'connect to the gateway');
    } finally {
      cancel();
    }
    if (stopping.signal.aborted) await next.destroy();
  };

  return {
    name: 'discord',
    done: done.promise,
    start: (desk) => meetPlatform({ name: 'Discord', clock, log, stopping: stopping.signal }, () => meet(desk), done.reject),
    send: post.send,
    edit: post.edit,
    health: () => {
      const silentMs = Math.max(0, clock.now() - heardMs);
      const ready = client !== null && !closed && client.ws.status === Status.Ready;
      return {
        connected: ready && silentMs < silentMsMax,
        silentMs,
        detail:
          client === null ? 'not reached yet' : ready ? `gateway as ${client.user?.username ?? 'a bot'}` : 'connecting again',
      };
    },
    stop: async () => {
      stopping.abort();
      done.resolve();
      await client?.destroy();
    },
  };
};

const isTokenInvalid = (error: unknown): boolean => error instanceof Error && 'code' in error && error.code === 'TokenInvalid';

/** Closed for good: discord.js does not try these again. */
const fatalClose = (code: number): ChatError =>
  code === 4004
    ? wrongToken('the gateway closed with 4004')
    : new ChatError(
        'refused',
        `Discord’s gateway will not have this bot (closed with ${code}): update gexstream, or look at the bot in the developer portal`,
      );
