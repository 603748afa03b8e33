import { z } from 'zod';
import { parseCarry } from './parse-carry.ts';
import { readFlags } from './read-flags.ts';
import { UsageError } from './usage-error.ts';

const symbols = z
  .string()
  .transform((text) => text.split(',').map((symbol) => symbol.trim().toUpperCase().replace(/^\$/, '')))
  .pipe(
    z
      .array(z.string().regex(/^[A-Z][A-Z0-9./]{0,7}$/, 'is a list of symbols such as SPX,SPY,QQQ'))
      .min(1)
      .max(500),
  )
  .transform((list) => [...new Set(list)]);

const port = z.coerce.number('is a port number').int().min(0).max(65_535, 'is a port number up to 65535');

/** Everything that `gex start` can be told: by a flag, else by the variable of the environment, else the default. */
const schema = z.object({
  port: port.default(8080),
  host: z.string().min(1).default('127.0.0.1'),
  symbols: symbols.default(['SPX', 'SPY', 'QQQ', 'IWM']),
  data: z.string().min(1).default('data'),
  seed: z.coerce
    .number('is a whole number')
    .int()
    .min(0)
    .max(2 ** 31)
    .default(1),
  carry: z
    .string()
    .default('zero')
    .transform((text) => parseCarry(text)),
  logLevel: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'silent']).default('warn'),
  apiKeys: z
    .string()
    .transform((text) => text.split(',').map((key) => key.trim()))
    .pipe(z.array(z.string().min(16, 'holds keys of at least 16 characters')))
    .default([]),
  /** Seconds from one round over the chains to the next. */
  fetchInterval: z.coerce.number('is a number of seconds').min(5, 'is at least 5 seconds').max(3_600).default(60),
  streamedContractsMax: z.coerce.number('is a whole number').int().min(1).max(3_000).default(1_000),
  restPerMinuteMax: z.coerce.number('is a whole number').int().min(1).max(120).default(110),
});

export type StartConfig = z.infer<typeof schema> & { readonly chains: readonly string[] };

/** Flag and variable of each setting; where both are given the flag wins. */
const sources: Readonly<Record<keyof z.infer<typeof schema>, { readonly flag?: string; readonly variable?: string }>> = {
  port: { flag: 'port', variable: 'PORT' },
  host: { flag: 'host', variable: 'HOST' },
  symbols: { flag: 'symbols', variable: 'SYMBOLS' },
  data: { flag: 'data', variable: 'GEX_DATA' },
  seed: { flag: 'seed', variable: 'GEX_SEED' },
  carry: { flag: 'carry', variable: 'GEX_CARRY' },
  logLevel: { variable: 'LOG_LEVEL' },
  apiKeys: { variable: 'GEX_API_KEYS' },
  fetchInterval: { variable: 'FETCH_INTERVAL' },
  streamedContractsMax: { variable: 'GEX_STREAMED_CONTRACTS_MAX' },
  restPerMinuteMax: { variable: 'GEX_REST_PER_MINUTE_MAX' },
};

/** Reads flags and environment at once; every wrong one is named, with what it should be. */
export const readStartConfig = (
  args: readonly string[],
  environment: Readonly<Record<string, string | undefined>>,
): StartConfig => {
  const { values, positionals } = readFlags(args, {
    port: { type: 'string' },
    host: { type: 'string' },
    symbols: { type: 'string' },
    data: { type: 'string' },
    seed: { type: 'string' },
    carry: { type: 'string' },
    chain: { type: 'string', multiple: true },
  });
  if (positionals.length > 0)
    throw new UsageError(`gex start takes no "${positionals[0]}"; a chain file is given as --chain FILE`);
  const flags = values as Readonly<Record<string, string | undefined>>;
  const given: Record<string, string> = {};
  const origin: Record<string, string> = {};
  for (const [name, { flag, variable }] of Object.entries(sources)) {
    const fromFlag = flag === undefined ? undefined : flags[flag];
    const fromVariable = variable === undefined ? undefined : environment[variable];
    const value = fromFlag ?? (fromVariable === '' ? undefined : fromVariable);
    if (value === undefined) continue;
    given[name] = value;
    origin[name] = fromFlag === undefined ? variable! : `--${flag}`;
  }
  const parsed = schema.safeParse(given);
  if (!parsed.success) throw new UsageError(problems(parsed.error, given, origin));
  return { ...parsed.data, chains: values.chain ?? [] };
};

const problems = (error: z.ZodError, given: Readonly<Record<string, string>>, origin: Readonly<Record<string, string>>): string =>
  error.issues
    .map((issue) => {
      const name = String(issue.path[0]);
      // Keys are secrets: they are named, not repeated.
      const value = name === 'apiKeys' ? '' : ` (got "${given[name]}")`;
      return `${origin[name] ?? name} ${issue.message}${value}`;
    })
    .join('; ');
