import type { Command } from '../commands/command.ts';
import { CommandError } from '../commands/command.ts';
import { closestNames } from '../present/closest-name.ts';

export const typedTextMax = 500;

export interface TypedCommand {
  readonly command: Command;
  readonly args: readonly string[];
}

/** The command that was typed, with its arguments as its options take them. Throws a `CommandError` that says what was meant, or how it is typed. */
export const typedCommand = (text: string, commands: readonly Command[]): TypedCommand => {
  const words = text.slice(0, typedTextMax).trim().replace(/^\//, '').split(/\s+/);
  const name = (words[0] ?? '').toLowerCase();
  const command = commands.find(({ spec, aliases = [] }) => spec.name === name || aliases.includes(name));
  if (command === undefined) throw unknownCommand(name, commands);
  return { command, args: argsOf(command, words.slice(1)) };
};

const argsOf = ({ spec: { name, options } }: Command, words: readonly string[]): readonly string[] => {
  const last = options.at(-1);
  if (last?.kind === 'rest') {
    const before = options.length - 1;
    return words.length <= before ? words : [...words.slice(0, before), words.slice(before).join(' ')];
  }
  if (words.length <= options.length) return words;
  const takes = options.length === 0 ? 'nothing' : options.map((option) => option.name).join(', ');
  throw new CommandError(`${name} takes ${takes}; "${words[options.length]!.slice(0, 30)}" is too much.`, `More: help ${name}`);
};

const unknownCommand = (name: string, commands: readonly Command[]): CommandError => {
  const meant = closestNames(
    name,
    commands.map(({ spec }) => spec.name),
  );
  return new CommandError(
    `There is no command "${name.slice(0, 30)}".${meant.length === 0 ? '' : ` Did you mean ${meant.join(', ')}?`}`,
    'All of them: help',
  );
};
