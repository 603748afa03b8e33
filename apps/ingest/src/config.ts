import { z } from 'zod';

const symbols = z
  .string()
  .transform((text) => text.split(',').map((symbol) => symbol.trim().toUpperCase().replace(/^\$/, '')))
  .pipe(
    z
      .array(z.string().regex(/^[A-Z][A-Z0-9]{0,7}$/, 'is a list of symbols such as SPX,SPY,QQQ'))
      .min(1)
      .max(500),
  )
  .transform((list) => [...new Set(list)]);

const wholeNumber = (min: number, max: number) =>
  z.coerce.number(`is a whole number from ${min} to ${max}`).int().min(min).max(max);

/** Each variable of the environment that a process of ingest alone reads. Empty ones count as not set. */
const schema = z.object({
  SCHWAB_APP_KEY: z.string('is the key of your app at developer.schwab.com').min(1),
  SCHWAB_APP_SECRET: z.string('is the secret of your app at developer.schwab.com').min(1),
  SCHWAB_CALLBACK_URL: z.url('is the callback registered for your app').default('https://127.0.0.1:8182'),
  SCHWAB_TOKEN_PATH: z.string().default('schwab_token.json'),
  SCHWAB_BASE_URL: z
    .url('is an address such as https://api.schwabapi.com')
    .transform((url) => url.replace(/\/+$/, ''))
    .default('https://api.schwabapi.com'),
  SYMBOLS: symbols.default(['SPX', 'SPY', 'QQQ', 'IWM']),
  FETCH_INTERVAL: wholeNumber(5, 3_600).default(60),
  GEX_DATA: z.string().default('data'),
  GEX_STREAMED_CONTRACTS_MAX: wholeNumber(1, 3_000).default(1_000),
  GEX_REST_PER_MINUTE_MAX: wholeNumber(4, 120).default(110),
  GEX_EXPIRY_DAYS_MAX: wholeNumber(0, 3_650).optional(),
  LOG_LEVEL: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'silent']).default('info'),
});

export interface IngestEnvironment {
  readonly appKey: string;
  readonly appSecret: string;
  readonly callbackUrl: string;
  readonly tokenPath: string;
  readonly baseUrl: string;
  readonly symbols: readonly string[];
  readonly chainEveryMs: number;
  readonly dataFolder: string;
  readonly streamedContractsMax: number;
  readonly restPerMinuteMax: number;
  readonly expiryDaysMax: number | undefined;
  readonly logLevel: string;
}

/** Throws an Error that names every variable that is missing or wrong; their values are not repeated, for some are secrets. */
export const readConfig = (environment: Readonly<Record<string, string | undefined>>): IngestEnvironment => {
  const given = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== undefined && value !== ''));
  const parsed = schema.safeParse(given);
  if (!parsed.success) {
    const problems = parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
    throw new Error(`The environment does not fit:\n  ${problems.join('\n  ')}`);
  }
  const value = parsed.data;
  return {
    appKey: value.SCHWAB_APP_KEY,
    appSecret: value.SCHWAB_APP_SECRET,
    callbackUrl: value.SCHWAB_CALLBACK_URL,
    tokenPath: value.SCHWAB_TOKEN_PATH,
    baseUrl: value.SCHWAB_BASE_URL,
    symbols: value.SYMBOLS,
    chainEveryMs: value.FETCH_INTERVAL * 1_000,
    dataFolder: value.GEX_DATA,
    streamedContractsMax: value.GEX_STREAMED_CONTRACTS_MAX,
    restPerMinuteMax: value.GEX_REST_PER_MINUTE_MAX,
    expiryDaysMax: value.GEX_EXPIRY_DAYS_MAX,
    logLevel: value.LOG_LEVEL,
  };
};
