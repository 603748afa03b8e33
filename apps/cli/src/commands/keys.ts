import { systemClock } from '@gexstream/actors';
import { apiKeySha256, changeKeyFile, isScope, type KeptKey, namePattern, newKeyText, readKeyFile, scopes } from '@gexstream/api';
import { isoTime } from '@gexstream/domain';
import { keysPathOf } from '../api-keys/keys-path.ts';
import { readSettings } from '../config.ts';
import { readFlags } from '../read-flags.ts';
import { table } from '../terminal/table.ts';
import { UsageError } from '../usage-error.ts';
import type { Command } from './command.ts';

const run = async (args: readonly string[]): Promise<number> => {
  const { values, positionals } = readFlags(args, {
    scope: { type: 'string' },
    user: { type: 'string' },
    data: { type: 'string' },
    json: { type: 'boolean', default: false },
  });
  const [action, name, ...more] = positionals;
  const path = keysPathOf(readSettings(values, process.env));
  if (action === 'list' && name === undefined) return list(path, values.json);
  if (action !== 'add' && action !== 'revoke')
    throw new UsageError(`gex keys takes add NAME, list or revoke NAME; got "${positionals.join(' ')}"`);
  if (name === undefined || !namePattern.test(name) || more.length > 0)
    throw new UsageError(
      `gex keys ${action} takes one NAME of letters, digits, . _ @ -, at most 64; got "${[name, ...more].join(' ')}"`,
    );
  return action === 'add' ? add(path, name, values) : revoke(path, name);
};

const add = async (
  path: string,
  name: string,
  given: { readonly scope?: string | undefined; readonly user?: string | undefined },
): Promise<number> => {
  const { scope = 'read', user = name } = given;
  if (!isScope(scope)) throw new UsageError(`--scope takes one of ${scopes.join(', ')}; got "${scope}"`);
  if (!namePattern.test(user)) throw new UsageError(`--user takes letters, digits, . _ @ -, at most 64; got "${user}"`);
  const text = newKeyText();
  const clock = systemClock();
  await changeKeyFile(path, clock, (keys) => {
    if (keys.some((key) => key.name === name))
      throw new UsageError(`there is a key "${name}" already; npx gex keys revoke ${name} takes it away`);
    return [...keys, { name, user, scope, sha256: apiKeySha256(text), created: isoTime(clock.now()) }];
  });
  process.stderr.write(`key "${name}" of user ${user} may ${scope}; it is shown this once and kept only as a hash, in ${path}\n`);
  // Alone, for whoever takes it into a variable.
  process.stdout.write(`${text}\n`);
  return 0;
};

const revoke = async (path: string, name: string): Promise<number> => {
  await changeKeyFile(path, systemClock(), (keys) => {
    if (!keys.some((key) => key.name === name))
      throw new UsageError(`there is no key "${name}"; there is ${keys.map((key) => key.name).join(', ') || 'none'}`);
    return keys.filter((key) => key.name !== name);
  });
  process.stdout.write(`key "${name}" is revoked; what runs refuses it within a second or two, and ends its streams\n`);
  return 0;
};

const list = async (path: string, json: boolean): Promise<number> => {
  const keys = (await readKeyFile(path)).map(({ name, user, scope, created }) => ({ name, user, scope, created }));
  process.stdout.write(json ? `${JSON.stringify(keys)}\n` : report(path, keys));
  return 0;
};

const report = (path: string, keys: readonly Omit<KeptKey, 'sha256'>[]): string =>
  keys.length === 0
    ? `There are no keys in ${path}. Make one: npx gex keys add NAME\n`
    : `${table([['name', 'user', 'may', 'made'], ...keys.map(({ name, user, scope, created }) => [name, user, scope, created])])}\n`;

export const keysCommand: Command = {
  usage: 'npx gex keys add NAME [--scope read|trade|admin] [--user USER] | list [--json] | revoke NAME',
  options: [
    '--scope SCOPE   read (default): see everything; trade: besides, act for the key’s own user; admin: besides, manage, and act for any',
    '                user by the header X-User-Id',
    '--user USER     whose key it is; the key’s name by default. Trades, plans and rules belong to users',
    '--data FOLDER   the data folder (GEX_DATA; default data); its api-keys.json holds the hashes, GEX_KEYS_PATH names another file',
    'Works while the product runs: a change counts within two seconds, in every process that sees the file. add prints the key alone on stdout.',
  ].join('\n'),
  run,
};
