import type { APIApplicationCommandBasicOption } from 'discord.js';
import { type FormErrors, formErrors, type Path } from './form-errors.ts';

/** A slash command as the bot registered it. */
export interface RegisteredCommand {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly options?: readonly APIApplicationCommandBasicOption[];
  /** Bits that who uses it must have, as a number in words; `0`: administrators only. */
  readonly default_member_permissions?: string | null;
  /** 0: guilds, 1: private talks with the bot, 2: other private talks; all when not said. */
  readonly contexts?: readonly number[] | null;
}

const nameForm = /^[-_ʼ\p{L}\p{N}\p{sc=Deva}\p{sc=Thai}]{1,32}$/u;

/** Throws what the server answers to commands beyond the documented limits. */
export const checkCommands = (commands: readonly Omit<RegisteredCommand, 'id'>[]): void => {
  const errors = formErrors();
  errors.atMost([], commands, 100);
  const seen = new Set<string>();
  for (const [at, command] of commands.entries()) {
    checkName(errors, [at, 'name'], command.name);
    if (seen.has(command.name))
      errors.say([at], 'APPLICATION_COMMANDS_DUPLICATE_NAME', 'Application command names must be unique');
    seen.add(command.name);
    checkDescription(errors, [at, 'description'], command.description);
    checkOptions(errors, at, command.options ?? []);
    if (sizeOf(command) > 8_000) errors.say([at], 'APPLICATION_COMMAND_TOO_LARGE', 'Command exceeds maximum size (8000)');
  }
  errors.settle();
};

const checkOptions = (errors: FormErrors, command: number, options: readonly APIApplicationCommandBasicOption[]): void => {
  errors.atMost([command, 'options'], options, 25);
  const seen = new Set<string>();
  let optionalSeen = false;
  for (const [at, option] of options.entries()) {
    const path = [command, 'options', at];
    checkName(errors, [...path, 'name'], option.name);
    if (seen.has(option.name))
      errors.say([...path, 'name'], 'APPLICATION_COMMAND_OPTIONS_NAME_DUPLICATE', 'Option names must be unique');
    seen.add(option.name);
    checkDescription(errors, [...path, 'description'], option.description);
    if (option.required && optionalSeen)
      errors.say(
        path,
        'APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID',
        'Required options must be placed before non-required options',
      );
    optionalSeen ||= !option.required;
    const choices = choicesOf(option);
    errors.atMost([...path, 'choices'], choices, 25);
    for (const [choiceAt, { name, value }] of choices.entries()) {
      errors.atMost([...path, 'choices', choiceAt, 'name'], name, 100);
      errors.atMost([...path, 'choices', choiceAt, 'value'], String(value), 100);
    }
    if (choices.length > 0 && 'autocomplete' in option && option.autocomplete)
      errors.say(path, 'APPLICATION_COMMAND_AUTOCOMPLETE_WITH_CHOICES', 'Autocomplete options cannot have choices');
  }
};

const choicesOf = (option: APIApplicationCommandBasicOption): readonly { name: string; value: string | number }[] =>
  'choices' in option ? (option.choices ?? []) : [];

const checkName = (errors: FormErrors, path: Path, name: string): void => {
  if (!nameForm.test(name) || name !== name.toLowerCase())
    errors.say(path, 'APPLICATION_COMMAND_INVALID_NAME', 'Command name is invalid');
};

const checkDescription = (errors: FormErrors, path: Path, description: string): void => {
  if (!description) errors.required(path);
  errors.atMost(path, description, 100);
};

/** All names, descriptions and values together. */
const sizeOf = ({ name, description, options = [] }: Omit<RegisteredCommand, 'id'>): number =>
  [
    name,
    description,
    ...options.flatMap((option) => [option.name, option.description, ...choicesOf(option).flatMap(Object.values)]),
  ].join('').length;
