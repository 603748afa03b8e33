import { z } from 'zod';
import { UsageError } from './usage-error.ts';

const people = z
  .string()
  .transform((text) => text.split(',').map((person) => person.trim()))
  .pipe(z.array(z.string().regex(/^telegram:\d{1,20}$/, 'a list such as telegram:42,telegram:43')))
  .transform((list): ReadonlySet<string> => new Set(list));

const root = (example: string) => z.url({ protocol: /^https?$/, error: `a URL such as ${example}` });

/** What bots can be told. Without a token a platform is not there. */
export const botSettings = {
  telegramMode: z.enum(['polling', 'off'], 'polling or off').nullable().default(null),
  telegramBotToken: z
    .string()
    .regex(/^\d{1,20}:[\w-]{20,100}$/, 'a token as BotFather gives it: digits, a colon, letters')
    .nullable()
    .default(null),
  telegramBotTokenFile: z.string().nullable().default(null),
  telegramApiRoot: root('https://api.telegram.org').nullable().default(null),
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
  telegramApiRoot: { variable: 'TELEGRAM_API_ROOT' },
  botAdmins: { variable: 'BOT_ADMINS' },
  botAllowed: { variable: 'BOT_ALLOWED' },
  publicUrl: { variable: 'PUBLIC_URL' },
} as const satisfies Record<keyof typeof botSettings, { readonly variable: string }>;

export const botSecrets = ['telegramBotToken'] as const;

/** A mode that cannot work stops the start, and is named. */
export const refuseHalfABot = ({
  telegramMode,
  telegramBotToken,
  telegramBotTokenFile,
}: {
  readonly telegramMode: 'polling' | 'off' | null;
  readonly telegramBotToken: string | null;
  readonly telegramBotTokenFile: string | null;
}): void => {
  if (telegramMode === 'polling' && telegramBotToken === null && telegramBotTokenFile === null)
    throw new UsageError('TELEGRAM_MODE polling needs TELEGRAM_BOT_TOKEN or TELEGRAM_BOT_TOKEN_FILE: BotFather gives one');
};
