import type { ChatRef } from '@gexstream/domain';
import type { Office } from '../commands/command.ts';

const suggestionsMax = 25;

export interface Asked {
  readonly command: string;
  readonly option: string;
  readonly typed: string;
  readonly chat: ChatRef;
}

/** What may follow what is typed so far: what begins with it first, then what holds it. */
export const suggestions = (office: Office, { command, option, typed, chat }: Asked): readonly string[] => {
  const wanted = typed.toLowerCase();
  const names = candidates(office, command, option, chat).filter((name) => name.toLowerCase().includes(wanted));
  const first = names.filter((name) => name.toLowerCase().startsWith(wanted));
  return [...new Set([...first, ...names])].slice(0, suggestionsMax);
};

const candidates = (
  { present, commands, directory }: Office,
  command: string,
  option: string,
  chat: ChatRef,
): readonly string[] => {
  const spec = commands.find(({ spec: { name } }) => name === command)?.spec.options.find(({ name }) => name === option);
  if (spec === undefined) return [];
  if (spec.kind === 'choice') return spec.choices ?? [];
  if (spec.kind === 'symbol') {
    const watched = directory.get(chat)?.watchlist ?? [];
    return [...new Set([...watched, ...present.symbols(), ...present.scanner.symbols()])];
  }
  if (option === 'expiries') {
    const first = present.symbols()[0];
    const expiries = first === undefined ? [] : (present.levels(first)?.body.expiries ?? []);
    return ['all', '0dte', ...new Set(expiries.map(({ expiry }) => expiry))];
  }
  return option === 'command' ? commands.map(({ spec: { name } }) => name) : [];
};
