import { z } from 'zod';
import { UsageError } from './usage-error.ts';

const people = z
  .string()
  .transform((text) => text.split(',').map((person) => person.trim()))
  .pipe(z.array(z.string().regex(/^(?:telegram|discord):\d{1,20}$/, 'a list such as telegram:42,discord:81234567890123456')))
  .transform((list): ReadonlySet<string> => new Set(list));

const root = (example: string) => z.url({ protocol: /^https?$/, error: `a URL such as ${example}` });

/** What bots can be told. Without a token a platform is not there. */
export const botSettings = {
  telegramMode: z.enum(['polling', 'webhook', 'off'], 'polling, webhook or off').nullable().default(null),
  telegramBotToken: z
    .string()
    .regex(/^\d{1,20}:[\w-]{20,100}$/, 'a token as BotFather gives it: digits, a colon, letters')
    .nullable()
    .default(null),
  telegramBotTokenFile: z.string().nullable().default(null),
  /** Where Telegram posts updates; TLS ends in front of host and port. */
  telegramWebhookUrl: z
    .url({ protocol: /^https$/, error: 'a URL such as https://gex.example.org/telegram' })
    .nullable()
    .default(null),
  telegramWebhookHost: z.string().min(1).default('127.0.0.1'),
  telegramWebhookPort: z.coerce.number('a port').int('a port').min(1, 'a port').max(65_535, 'a port').default(8_443),
  telegramApiRoot: root('https://api.telegram.org').nullable().default(null),
  discordBotToken: z
    .string()
    .regex(/^[\w-]{20,40}\.[\w-]{4,12}\.[\w-]{20,60}$/, 'a token as the developer portal gives it: three parts with dots between')
    .nullable()
    .default(null),
  discordBotTokenFile: z.string().nullable().default(null),
  discordApiRoot: root('https://discord.com/api').nullable().default(null),
  /** `platform:id` of persons: they approve, block and broadcast. */
  botAdmins: people.default(new Set<string>()),
  /** May use the bots without having been approved. */
  botAllowed: people.default(new Set<string>()),
  /** Where people reach the web page, for links in messages. */
  publicUrl: root('https://gex.example.org').nullable().default(null),
};

export const botSources = {
  telegramMode: { variable: 'TELEGRAM_MODE' },
  telegramBotToken: { variable: 'TELEGRAM_BOT_TOKEN' },
  telegramBotTokenFile: { variable: 'TELEGRAM_BOT_TOKEN_FILE' },
  telegramWebhookUrl: { variable: 'TELEGRAM_WEBHOOK_URL' },
  telegramWebhookHost: { variable: 'TELEGRAM_WEBHOOK_HOST' },
  telegramWebhookPort: { variable: 'TELEGRAM_WEBHOOK_PORT' },
  telegramApiRoot: { variable: 'TELEGRAM_API_ROOT' },
  discordBotToken: { variable: 'DISCORD_BOT_TOKEN' },
  discordBotTokenFile: { variable: 'DISCORD_BOT_TOKEN_FILE' },
  discordApiRoot: { variable: 'DISCORD_API_ROOT' },
  botAdmins: { variable: 'BOT_ADMINS' },
  botAllowed: { variable: 'BOT_ALLOWED' },
  publicUrl: { variable: 'PUBLIC_URL' },
} as const satisfies Record<keyof typeof botSettings, { readonly variable: string }>;

export const botSecrets = ['telegramBotToken', 'discordBotToken'] as const;

export interface TelegramSettings {
  readonly telegramMode: 'polling' | 'webhook' | 'off' | null;
  readonly telegramBotToken: string | null;
  readonly telegramBotTokenFile: string | null;
  readonly telegramWebhookUrl: string | null;
}

/** A mode that cannot work stops the start, and is named. */
export const refuseHalfABot = ({ telegramMode: mode, ...settings }: TelegramSettings): void => {
  if (mode === null || mode === 'off') return;
  if (settings.telegramBotToken === null && settings.telegramBotTokenFile === null)
    throw new UsageError(`TELEGRAM_MODE ${mode} needs TELEGRAM_BOT_TOKEN or TELEGRAM_BOT_TOKEN_FILE: BotFather gives one`);
  if (mode === 'webhook' && settings.telegramWebhookUrl === null)
    throw new UsageError(
      'TELEGRAM_MODE webhook needs TELEGRAM_WEBHOOK_URL: the https address at which Telegram reaches this program',
    );
};
