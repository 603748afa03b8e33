import {
  type APIApplicationCommandBasicOption,
  ApplicationCommandOptionType,
  ApplicationCommandType,
  InteractionContextType,
  type RESTPostAPIChatInputApplicationCommandsJSONBody,
} from 'discord.js';
import type { CommandSpec, OptionSpec } from '../commands/command-spec.ts';

/** Longest text that anybody types into an option. */
const typedMax = 400;

/** The vocabulary as slash commands, in servers and in private talks with the bot. Those of the bot’s admins are shown to a server’s administrators alone. */
export const slashCommands = (commands: readonly CommandSpec[]): readonly RESTPostAPIChatInputApplicationCommandsJSONBody[] =>
  commands.map(({ name, summary, options, audience }) => ({
    type: ApplicationCommandType.ChatInput,
    name,
    description: summary,
    // Discord wants those that must be filled in first.
    options: [...options].sort((a, b) => Number(b.required) - Number(a.required)).map(slashOption),
    contexts: [InteractionContextType.Guild, InteractionContextType.BotDM],
    ...(audience === 'admin' ? { default_member_permissions: '0' } : {}),
  }));

const slashOption = ({ name, summary, required, kind, choices }: OptionSpec): APIApplicationCommandBasicOption => {
  const common = { type: ApplicationCommandOptionType.String as const, name, description: summary, required };
  if (kind === 'choice') return { ...common, choices: (choices ?? []).map((choice) => ({ name: choice, value: choice })) };
  return { ...common, max_length: typedMax, ...(kind === 'symbol' || kind === 'suggested' ? { autocomplete: true } : {}) };
};
