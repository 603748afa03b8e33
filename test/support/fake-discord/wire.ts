import type { APIActionRowComponent, APIButtonComponent, APIDMChannel, APIMessage, APITextChannel, APIUser } from 'discord.js';
import type { RegisteredCommand } from './check-commands.ts';
import { botId, type FakeChannel, type FakeGuild, type FakeMessage, type FakeUser, type World } from './world.ts';

/** As the server writes things to a bot. */
const plainUser = { discriminator: '0', global_name: null, avatar: null, public_flags: 0, flags: 0, primary_guild: null };

export const wireBot: APIUser = { ...plainUser, id: botId, username: 'gexbot', bot: true };

export const wireUser = ({ id, username }: Pick<FakeUser, 'id' | 'username'>): APIUser => ({ ...plainUser, id, username });

export const wireMember = (user: APIUser) => ({
  user,
  roles: [],
  joined_at: '2026-01-01T00:00:00.000Z',
  deaf: false,
  mute: false,
  flags: 0,
  nick: null,
  avatar: null,
  banner: null,
  communication_disabled_until: null,
  pending: false,
  premium_since: null,
});

const everything = (1n << 52n) - 1n;

export const wireChannel = (world: World, channel: FakeChannel): APITextChannel | Omit<APIDMChannel, 'name'> => {
  const { id, guild, name, recipient, botPermissions } = channel;
  const last_message_id = [...channel.messages.keys()].at(-1) ?? null;
  if (recipient !== null)
    return {
      id,
      type: 1,
      flags: 0 as never,
      last_message_id,
      recipients: [wireUser(world.users.get(recipient)!)],
    };
  return {
    id,
    type: 0,
    guild_id: guild!,
    name,
    position: 0,
    flags: 0 as never,
    parent_id: null,
    nsfw: false,
    topic: null,
    rate_limit_per_user: 0,
    last_message_id,
    permission_overwrites: [{ id: botId, type: 1, allow: String(botPermissions), deny: String(everything & ~botPermissions) }],
  };
};

export const wireMessage = (world: World, message: FakeMessage): APIMessage => ({
  id: message.id,
  channel_id: message.channel,
  type: message.answers?.kind === 'command' ? 20 : 0,
  content: message.content,
  author: wireBot,
  timestamp: new Date(message.createdMs).toISOString(),
  edited_timestamp: message.editedMs === null ? null : new Date(message.editedMs).toISOString(),
  tts: false,
  pinned: false,
  mention_everyone: message.pings.includes('everyone'),
  mentions: message.pings.flatMap((id) => world.users.get(id) ?? []).map(wireUser),
  mention_roles: [],
  flags: message.flags,
  embeds: message.embeds.map((embed) => ({ type: 'rich', ...embed })) as APIMessage['embeds'],
  attachments: message.attachments.map(({ id, filename, description, contentType, bytes }) => ({
    id,
    filename,
    size: bytes.length,
    url: `https://cdn.discordapp.com/attachments/${message.channel}/${id}/${filename}`,
    proxy_url: `https://media.discordapp.net/attachments/${message.channel}/${id}/${filename}`,
    content_type: contentType,
    ...(description === undefined ? {} : { description }),
  })),
  components: wireRows(message),
  ...(message.nonce === null ? {} : { nonce: message.nonce }),
  ...(message.answers === null
    ? {}
    : {
        application_id: botId,
        webhook_id: botId,
        interaction_metadata: metadataOf(world, message),
      }),
});

const wireRows = ({ rows }: FakeMessage): APIActionRowComponent<APIButtonComponent>[] => {
  let id = 0;
  return rows.map((row) => ({
    type: 1,
    id: ++id,
    components: row.map((button) => ({ ...button, id: ++id }) as APIButtonComponent),
  }));
};

const metadataOf = (world: World, { answers }: FakeMessage) => {
  const { id, kind, user, channel, source } = answers!;
  const guild = world.channels.get(channel)?.guild ?? null;
  return {
    id,
    type: kind === 'button' ? 3 : 2,
    user: wireUser(world.users.get(user)!),
    authorizing_integration_owners: ownersOf(world, guild, user),
    ...(kind === 'button' ? { interacted_message_id: source! } : {}),
  } as NonNullable<APIMessage['interaction_metadata']>;
};

/** To whom the application belongs there: the guild (`0` in private talks with the bot), or the person who installed it. */
export const ownersOf = (world: World, guild: string | null, user: string): Readonly<Record<string, string>> => {
  if (guild === null) return { '0': '0' };
  return world.guilds.get(guild)!.hasBot ? { '0': guild } : { '1': user };
};

export const wireCommand = ({
  id,
  name,
  description,
  options = [],
  contexts,
  default_member_permissions,
}: RegisteredCommand) => ({
  id,
  application_id: botId,
  version: id,
  type: 1,
  name,
  name_localizations: null,
  description,
  description_localizations: null,
  options,
  contexts: contexts ?? null,
  default_member_permissions: default_member_permissions ?? null,
  nsfw: false,
});

export const wireApplication = () => ({
  id: botId,
  name: 'gexbot',
  description: '',
  icon: null,
  bot: wireBot,
  bot_public: false,
  bot_require_code_grant: false,
  verify_key: '0'.repeat(64),
  flags: 0,
  flags_new: '0',
  type: null,
  redirect_uris: [],
  interactions_endpoint_url: null,
  role_connections_verification_url: null,
  owner: wireUser({ id: '80351110224678912', username: 'owner' }),
  approximate_guild_count: 1,
  approximate_user_install_count: 0,
  approximate_user_authorization_count: 0,
  explicit_content_filter: 0,
  team: null,
  eligible_oauth2_scopes: [],
});

export const wireGuild = (world: World, { id, name }: FakeGuild) => ({
  id,
  name,
  owner_id: botId,
  icon: null,
  joined_at: '2026-01-01T00:00:00.000Z',
  large: false,
  unavailable: false,
  member_count: 2,
  preferred_locale: 'en-US',
  roles: [
    {
      id,
      name: '@everyone',
      permissions: '0',
      position: 0,
      color: 0,
      hoist: false,
      managed: false,
      mentionable: false,
      flags: 0,
    },
  ],
  channels: [...world.channels.values()].filter(({ guild }) => guild === id).map((channel) => wireChannel(world, channel)),
  ...{ members: [], threads: [], presences: [], voice_states: [], emojis: [], stickers: [], features: [] },
  ...{ stage_instances: [], guild_scheduled_events: [], soundboard_sounds: [] },
});
