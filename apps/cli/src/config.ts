import { type Feed, scannedSymbolsDefault, underlyingNamed } from '@gexstream/domain';
import { z } from 'zod';
import { fixedKeys } from './api-keys/fixed-keys.ts';
import { refuseOpenDoor } from './api-keys/open-door.ts';
import { botSecrets, botSettings, botSources, refuseHalfABot } from './bot-settings.ts';
import { kafkaSettings, kafkaSources } from './kafka-settings.ts';
import { refuseUnknownVariables } from './known-variables.ts';
import { parseCarry } from './parse-carry.ts';
import { readFlags } from './read-flags.ts';
import { UsageError } from './usage-error.ts';

const symbols = z
  .string()
  .transform((text) => text.split(',').map(underlyingNamed))
  .pipe(
    z
      .array(z.string().regex(/^[A-Z][A-Z0-9]{0,5}$/, 'a list of symbols such as SPX,SPY,QQQ'))
      .min(1)
      .max(500),
  )
  .transform((list) => [...new Set(list)]);

const brokers = z
  .string()
  .transform((text) => text.split(',').map((broker) => broker.trim()))
  .pipe(z.array(z.string().regex(/^[^\s:]+:\d{1,5}$/, 'a list of host:port such as 127.0.0.1:9092')).min(1));

const port = z.coerce
  .number('a port number from 0 to 65535')
  .int('a port number from 0 to 65535')
  .min(0, 'a port number from 0 to 65535')
  .max(65_535, 'a port number from 0 to 65535');

/** Everything that `gex start` can be told: by a flag, else by the variable of the environment, else the default. */
const schema = z.object({
  port: port.default(8080),
  host: z.string().min(1).default('127.0.0.1'),
  symbols: symbols.default(['SPX', 'SPY', 'QQQ', 'IWM']),
  /** What the flow scanner watches; those of them that are not followed are asked for before each scan. */
  scannerSymbols: symbols.default([...scannedSymbolsDefault]),
  data: z.string().min(1).default('data'),
  seed: z.coerce
    .number('a whole number')
    .int()
    .min(0)
    .max(2 ** 31)
    .default(1),
  carry: z
    .string()
    .default('parity')
    .transform((text) => parseCarry(text)),
  logLevel: z
    .enum(['trace', 'debug', 'info', 'warn', 'error', 'silent'], 'trace, debug, info, warn, error or silent')
    .default('warn'),
  apiKeys: fixedKeys.default([]),
  /** Of the keys that `gex keys` makes; in the data folder unless told. */
  keysPath: z.string().min(1).nullable().default(null),
  /** Seconds from one round over the chains to the next. */
  fetchInterval: z.coerce.number('a number of seconds').min(5, '5 seconds or more').max(3_600).default(60),
  /** With QuestDB beside it: the distributed way. */
  kafka: brokers.nullable().default(null),
  ...kafkaSettings,
  questdb: z
    .string()
    .regex(/^[^\s:]+(:\d{1,5})?$/, 'host or host:httpPort such as 127.0.0.1')
    .nullable()
    .default(null),
  questdbPgPort: port.default(8812),
  questdbUser: z.string().min(1).default('admin'),
  questdbPassword: z.string().nullable().default(null),
  questdbPasswordFile: z.string().nullable().default(null),
  feed: z
    .string()
    .regex(/^(live|sim|sim-[a-z0-9]+|replay-[a-z0-9-]+)$/, 'live, sim, sim-… or replay-…')
    .transform((name) => name as Feed)
    .nullable()
    .default(null),
  /** Of a simulator elsewhere, in place of Schwab: for ingest as a process of its own. */
  simulator: z
    .url({ protocol: /^https?$/, error: 'a URL such as http://127.0.0.1:9443' })
    .nullable()
    .default(null),
  metricsPort: port.nullable().default(null),
  metricsHost: z.string().min(1).default('127.0.0.1'),
  streamedContractsMax: z.coerce.number('a whole number').int().min(1).max(3_000).default(1_000),
  restPerMinuteMax: z.coerce.number('a whole number').int().min(1).max(120).default(110),
  ...botSettings,
});

export type Settings = z.infer<typeof schema>;
export type StartConfig = Settings & {
  readonly chains: readonly string[];
  /** A recording in the feed's place, and how fast. */
  readonly replay: { readonly file: string; readonly speed: number | 'max' } | null;
  /** A new file that keeps what ingest receives. */
  readonly record: string | null;
  /** Alerts of a replay are sent to chats too. */
  readonly send: boolean;
};

/** Flag and variable of each setting; where both are given the flag wins. */
const sources: Readonly<Record<keyof Settings, { readonly flag?: string; readonly variable?: string }>> = {
  port: { flag: 'port', variable: 'PORT' },
  host: { flag: 'host', variable: 'HOST' },
  symbols: { flag: 'symbols', variable: 'SYMBOLS' },
  scannerSymbols: { flag: 'scan', variable: 'SCANNER_SYMBOLS' },
  data: { flag: 'data', variable: 'GEX_DATA' },
  seed: { flag: 'seed', variable: 'GEX_SEED' },
  carry: { flag: 'carry', variable: 'GEX_CARRY' },
  logLevel: { variable: 'LOG_LEVEL' },
  apiKeys: { variable: 'GEX_API_KEYS' },
  keysPath: { variable: 'GEX_KEYS_PATH' },
  fetchInterval: { variable: 'FETCH_INTERVAL' },
  kafka: { flag: 'kafka', variable: 'KAFKA_BROKERS' },
  ...kafkaSources,
  questdb: { flag: 'questdb', variable: 'QUESTDB_HOST' },
  questdbPgPort: { variable: 'QUESTDB_PG_PORT' },
  questdbUser: { variable: 'QUESTDB_USER' },
  questdbPassword: { variable: 'QUESTDB_PASSWORD' },
  questdbPasswordFile: { variable: 'QUESTDB_PASSWORD_FILE' },
  feed: { flag: 'feed', variable: 'GEX_FEED' },
  simulator: { flag: 'simulator', variable: 'GEX_SIMULATOR' },
  metricsPort: { flag: 'metrics-port', variable: 'GEX_METRICS_PORT' },
  metricsHost: { variable: 'GEX_METRICS_HOST' },
  streamedContractsMax: { variable: 'GEX_STREAMED_CONTRACTS_MAX' },
  restPerMinuteMax: { variable: 'GEX_REST_PER_MINUTE_MAX' },
  ...botSources,
};

/** Whose topics and tables on Kafka and QuestDB, unless told. */
export const feedDefault: Feed = 'sim';

/** Flags of every command that looks at what is there: which data, on this disk or on Kafka and QuestDB. */
export const placeFlags = {
  data: { type: 'string' },
  feed: { type: 'string' },
  kafka: { type: 'string' },
  questdb: { type: 'string' },
} as const;

/** Reads flags and environment at once; every wrong one is named, with what it should be. */
export const readSettings = (
  flags: Readonly<Record<string, unknown>>,
  environment: Readonly<Record<string, string | undefined>>,
): Settings => readGiven(flags, environment).settings;

export const readStartConfig = (
  args: readonly string[],
  environment: Readonly<Record<string, string | undefined>>,
  { servesApi = true }: { readonly servesApi?: boolean } = {},
): StartConfig => {
  const { values, positionals } = readFlags(args, {
    ...placeFlags,
    port: { type: 'string' },
    host: { type: 'string' },
    symbols: { type: 'string' },
    scan: { type: 'string' },
    seed: { type: 'string' },
    carry: { type: 'string' },
    simulator: { type: 'string' },
    'metrics-port': { type: 'string' },
    chain: { type: 'string', multiple: true },
    replay: { type: 'string' },
    speed: { type: 'string' },
    record: { type: 'string' },
    send: { type: 'boolean', default: false },
  });
  if (positionals.length > 0)
    throw new UsageError(`gex start takes no "${positionals[0]}"; a chain file is given as --chain FILE`);
  const { settings, origin } = readGiven(values, environment);
  if (servesApi) refuseOpenDoor(settings, origin.host ?? 'HOST');
  refuseHalfABot(settings);
  if (values.chain !== undefined && values.symbols !== undefined)
    throw new UsageError('--symbols does not go with --chain: the symbols of the files are followed');
  if (values.send && values.replay === undefined) throw new UsageError('--send goes with --replay FILE');
  return { ...settings, chains: values.chain ?? [], replay: replayOf(values), record: values.record ?? null, send: values.send };
};

type ReplayFlags = Readonly<
  Partial<Record<'replay' | 'speed' | 'record' | 'symbols' | 'seed' | 'carry' | 'simulator', string>>
> & {
  readonly chain?: readonly string[];
};

const replayOf = (flags: ReplayFlags): StartConfig['replay'] => {
  const { replay: file, speed = '1' } = flags;
  if (file === undefined) {
    if (flags.speed !== undefined) throw new UsageError('--speed goes with --replay FILE');
    return null;
  }
  for (const name of ['chain', 'symbols', 'seed', 'carry', 'simulator', 'record'] as const)
    if (flags[name] !== undefined) throw new UsageError(`--${name} does not go with --replay: the recording says what ran`);
  if (speed === 'max') return { file, speed };
  const factor = speed.trim() === '' ? Number.NaN : Number(speed);
  if (!(factor > 0 && factor <= 1_000)) throw new UsageError(`--speed takes max, or a number above 0 up to 1000; got "${speed}"`);
  return { file, speed: factor };
};

const readGiven = (
  flags: Readonly<Record<string, unknown>>,
  environment: Readonly<Record<string, string | undefined>>,
): { readonly settings: Settings; readonly origin: Readonly<Record<string, string>> } => {
  refuseUnknownVariables(
    environment,
    Object.values(sources).flatMap(({ variable }) => variable ?? []),
  );
  const given: Record<string, string> = {};
  const origin: Record<string, string> = {};
  for (const [name, { flag, variable }] of Object.entries(sources)) {
    const fromFlag = flag === undefined ? undefined : (flags[flag] as string | undefined);
    const fromVariable = variable === undefined ? undefined : environment[variable];
    if (fromFlag === '') throw new UsageError(`--${flag} takes a value; leave it out for the default`);
    const value = fromFlag ?? (fromVariable === '' ? undefined : fromVariable);
    if (value === undefined) continue;
    given[name] = value;
    origin[name] = fromFlag === undefined ? variable! : `--${flag}`;
  }
  const parsed = schema.safeParse(given);
  if (!parsed.success) throw new UsageError(problems(parsed.error, given, origin));
  return { settings: parsed.data, origin };
};

const secrets: ReadonlySet<string> = new Set(['apiKeys', 'kafkaSaslPassword', 'questdbPassword', ...botSecrets]);

const problems = (error: z.ZodError, given: Readonly<Record<string, string>>, origin: Readonly<Record<string, string>>): string =>
  [...new Map(error.issues.map((issue) => [String(issue.path[0]), issue])).values()]
    .map((issue) => {
      const name = String(issue.path[0]);
      // Secrets are named, not repeated.
      const value = secrets.has(name) ? '' : `; got "${given[name]}"`;
      return `${origin[name] ?? name} takes ${issue.message}${value}`;
    })
    .join('\n     ');
