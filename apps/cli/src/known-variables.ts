import { UsageError } from './usage-error.ts';

/** Variables of the product that are no setting of a command. */
const elsewhere: ReadonlySet<string> = new Set([
  // Of the launcher and of compose.
  ...['GEX_INFRA', 'GEX_SECRETS', 'GEX_DOMAIN'],
  // Of the clients in docs/api.md.
  ...['GEX_URL', 'GEX_API_KEY'],
  // Of the tests.
  ...['GEX_REQUIRE_ALL', 'GEX_FUZZ_CASES', 'GEX_FUZZ_SEED', 'GEX_DISCONNECT_CASES'],
]);

/** Throws a `UsageError` for a variable that looks like ours and is none: a misspelt one would leave the default in force, unnoticed. */
export const refuseUnknownVariables = (
  environment: Readonly<Record<string, string | undefined>>,
  settings: readonly string[],
): void => {
  const ours = settings.filter((name) => name.startsWith('GEX_')).sort();
  for (const [name, value] of Object.entries(environment)) {
    if (!name.startsWith('GEX_') || !value || ours.includes(name) || elsewhere.has(name)) continue;
    const plain = name.replace(/_FILE$/, '');
    if (plain !== name && ours.includes(plain))
      throw new UsageError(`${name} is read in the containers alone; here set ${plain} to what the file holds`);
    throw new UsageError(`there is no variable ${name}; there is ${ours.join(', ')}`);
  }
};
