import { ownersOf, wireChannel, wireMember, wireMessage, wireUser } from './wire.ts';
import {
  allPermissions,
  botId,
  dmOf,
  type FakeChannel,
  type FakeInteraction,
  type FakeMessage,
  type FakeUser,
  permission,
  type World,
} from './world.ts';

export interface Where {
  /** Left out: the private talk with the bot. */
  readonly channel?: string;
  /** Of the person in the channel. */
  readonly permissions?: bigint;
}

/** What people do in a client, told to the bot as interactions. */
export interface Acts {
  /** Throws where a client would not let it be sent. */
  slash(user: FakeUser, name: string, options?: Readonly<Record<string, string>>, where?: Where): FakeInteraction;
  /** What a client offers while somebody types. */
  autocomplete(user: FakeUser, name: string, option: string, typed: string, where?: Where): FakeInteraction;
  press(user: FakeUser, message: FakeMessage, label: string, where?: Where): FakeInteraction;
}

const everyone = permission.viewChannel | permission.sendMessages | permission.useCommands;

export const openActs = (world: World, tell: (type: string, data: unknown) => void): Acts => {
  const begin = (
    kind: FakeInteraction['kind'],
    user: FakeUser,
    { channel: named, permissions = everyone }: Where,
    data: object,
    source: FakeMessage | null = null,
  ): FakeInteraction => {
    const channel: FakeChannel = named === undefined ? dmOf(world, user.id) : world.channels.get(named)!;
    const interaction: FakeInteraction = {
      id: world.nextId(),
      token: `aW50ZXJhY3Rpb246${world.nextId()}TokenOfAnInteraction`,
      kind,
      user: user.id,
      channel: channel.id,
      atMs: world.now(),
      source: source?.id ?? null,
      callback: null,
      original: null,
      messages: [],
      choices: null,
    };
    world.interactions.set(interaction.token, interaction);
    const person = wireUser(user);
    tell('INTERACTION_CREATE', {
      id: interaction.id,
      application_id: botId,
      type: { command: 2, button: 3, autocomplete: 4 }[kind],
      token: interaction.token,
      version: 1,
      locale: user.locale,
      channel_id: channel.id,
      channel: wireChannel(world, channel),
      app_permissions: String(channel.guild === null ? allPermissions : channel.botPermissions),
      entitlements: [],
      authorizing_integration_owners: ownersOf(world, channel.guild, user.id),
      context: channel.guild === null ? 1 : 0,
      attachment_size_limit: 10 << 20,
      data,
      ...(source === null ? {} : { message: wireMessage(world, source) }),
      ...(channel.guild === null
        ? { user: person }
        : {
            guild_id: channel.guild,
            guild_locale: 'en-US',
            member: { ...wireMember(person), permissions: String(permissions) },
          }),
    });
    return interaction;
  };

  const commandOf = (name: string, { channel, permissions = everyone }: Where) => {
    const command = world.commands.find((one) => one.name === name);
    if (command === undefined) throw new Error(`no command ${name} is registered`);
    if (!(command.contexts ?? [0, 1, 2]).includes(channel === undefined ? 1 : 0)) throw new Error(`${name} is not offered there`);
    if (channel !== undefined && command.default_member_permissions === '0' && !(permissions & permission.administrator))
      throw new Error(`${name} is shown to administrators alone`);
    return command;
  };

  return {
    slash: (user, name, given = {}, where = {}) => {
      const { id, options = [] } = commandOf(name, where);
      for (const option of options) {
        const value = given[option.name];
        if (option.required && value === undefined) throw new Error(`${name} needs ${option.name}`);
        const choices = ('choices' in option ? option.choices : undefined)?.map((choice) => choice.value) ?? [];
        if (value !== undefined && choices.length > 0 && !choices.includes(value))
          throw new Error(`${value} is no choice of ${option.name}`);
      }
      const filled = Object.entries(given).map(([option, value]) => {
        if (!options.some((one) => one.name === option)) throw new Error(`${name} has no option ${option}`);
        return { name: option, type: 3, value };
      });
      return begin('command', user, where, { id, name, type: 1, options: filled });
    },
    autocomplete: (user, name, option, typed, where = {}) => {
      const command = commandOf(name, where);
      const known = command.options?.find((one) => one.name === option);
      if (known === undefined || !('autocomplete' in known) || known.autocomplete !== true)
        throw new Error(`${option} of ${name} is not completed`);
      return begin('autocomplete', user, where, {
        ...{ id: command.id, name, type: 1 },
        options: [{ name: option, type: 3, value: typed, focused: true }],
      });
    },
    press: (user, message, label, where = {}) => {
      const button = message.rows.flat().find((one) => one.label === label);
      if (button?.custom_id === undefined || (message.onlyFor !== null && message.onlyFor !== user.id))
        throw new Error(`${user.username} sees no button ${label}`);
      return begin('button', user, where, { custom_id: button.custom_id, component_type: 2, id: 1 }, message);
    },
  };
};
