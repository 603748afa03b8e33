import type { ChatRef, ChatSettings } from '@gexstream/domain';
import { type BaseInteraction, type ButtonInteraction, type ChatInputCommandInteraction, PermissionFlagsBits } from 'discord.js';
import { personRef } from '../chats/new-chat.ts';
import type { CommandSpec } from '../commands/command-spec.ts';

/** What somebody typed or pressed. */
export interface HeardInteraction {
  readonly id: string;
  /** For 15 minutes whoever has it can answer. */
  readonly token: string;
  readonly applicationId: string;
  readonly chat: ChatRef;
  readonly chatKind: ChatSettings['kind'];
  readonly chatTitle: string;
  readonly user: { readonly id: string; readonly name: string; readonly locale: string | null };
  readonly isChatAdmin: boolean;
  /** As it would be typed, without slash. */
  readonly text: string;
  readonly source: 'slash' | 'button';
  /** Only who asked sees the answer: in a private talk nobody else is there. */
  readonly onlyToAsker: boolean;
}

const textMax = 500;

export const heardInteraction = (
  interaction: ChatInputCommandInteraction | ButtonInteraction,
  commands: readonly CommandSpec[],
): HeardInteraction => {
  const text = (interaction.isButton() ? interaction.customId : commandText(interaction, commands)).slice(0, textMax);
  const spec = commands.find(({ name }) => name === text.split(/\s/, 1)[0]);
  const { id, token, applicationId, user, locale } = interaction;
  return {
    ...{ id, token, applicationId, text, ...placeOf(interaction) },
    user: { id: user.id, name: `@${user.username}`, locale },
    source: interaction.isButton() ? 'button' : 'slash',
    onlyToAsker: interaction.inGuild() && spec?.onlyToAsker === true,
  };
};

/** A private talk has the person’s id: its own is only known once it was begun. */
export const placeOf = (interaction: BaseInteraction) => {
  if (!interaction.inGuild()) {
    const chat = personRef('discord', interaction.user.id);
    return { chat, chatKind: 'private' as const, chatTitle: `@${interaction.user.username}`, isChatAdmin: true };
  }
  const { channel, channelId, memberPermissions } = interaction;
  return {
    chat: { platform: 'discord' as const, id: channelId ?? interaction.guildId },
    chatKind: 'group' as const,
    chatTitle: channel === null || !('name' in channel) || channel.name === null ? 'a channel' : `#${channel.name}`,
    isChatAdmin: memberPermissions.has(PermissionFlagsBits.ManageGuild),
  };
};

/** What was filled in, in the order in which it is typed elsewhere. */
const commandText = ({ commandName, options }: ChatInputCommandInteraction, commands: readonly CommandSpec[]): string => {
  const spec = commands.find(({ name }) => name === commandName);
  const values = (spec?.options ?? []).flatMap(({ name }) => options.getString(name)?.trim() ?? []);
  return [commandName, ...values].join(' ');
};
