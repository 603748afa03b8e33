import type { Settings } from '../config.ts';
import { type Finding, ok, problem, warning } from './finding.ts';

const answerMsMax = 5_000;

interface Answer {
  readonly status: number;
  readonly body: unknown;
}

/** Whether Telegram knows the bot, and gives its updates the way that is configured. None without a token. Its address has the token in it, so no error of the network is passed on. */
export const telegramFindings = async (
  token: string | null,
  {
    telegramApiRoot,
    telegramMode,
    telegramWebhookUrl,
  }: Pick<Settings, 'telegramApiRoot' | 'telegramMode' | 'telegramWebhookUrl'>,
): Promise<readonly Finding[]> => {
  if (token === null) return [];
  const root = telegramApiRoot ?? 'https://api.telegram.org';
  const call = (method: string): Promise<Answer | null> => asked(`${root}/bot${token}/${method}`);
  const me = await call('getMe');
  if (me === null) return [unreached('telegram', root)];
  if (me.status !== 200)
    return [
      problem(
        'telegram',
        `does not know this bot (${me.status})`,
        'TELEGRAM_BOT_TOKEN: the token that @BotFather gave; /token there gives a new one',
      ),
    ];
  const hook = resultOf(await call('getWebhookInfo'));
  const name = ok('telegram', `is reached, as @${text(resultOf(me), 'username')}`);
  const url = text(hook, 'url');
  const waiting = number(hook, 'pending_update_count');
  if (telegramMode !== 'webhook')
    return url === ''
      ? [name]
      : [
          name,
          warning(
            'telegram',
            'posts updates to a webhook, and this bot polls',
            'starting it takes the webhook away; stop whoever listens there',
          ),
        ];
  if (url !== telegramWebhookUrl)
    return [
      name,
      warning(
        'telegram',
        url === '' ? 'has no webhook yet' : 'posts updates to another address',
        'starting the bot sets TELEGRAM_WEBHOOK_URL',
      ),
    ];
  const failed = text(hook, 'last_error_message');
  return failed === ''
    ? [name, ok('telegram', `posts to the webhook; ${waiting} updates wait`)]
    : [
        name,
        warning(
          'telegram',
          `could not deliver an update: ${failed}; ${waiting} wait`,
          'look at the address, its certificate and the proxy in front',
        ),
      ];
};

/** Whether Discord knows the bot. None without a token. */
export const discordFindings = async (
  token: string | null,
  { discordApiRoot }: Pick<Settings, 'discordApiRoot'>,
): Promise<readonly Finding[]> => {
  if (token === null) return [];
  const root = discordApiRoot ?? 'https://discord.com/api';
  const me = await asked(`${root}/v10/applications/@me`, { authorization: `Bot ${token}` });
  if (me === null) return [unreached('discord', root)];
  return me.status === 200
    ? [ok('discord', `is reached, as ${text(me.body, 'name')}`)]
    : [
        problem(
          'discord',
          `does not know this bot (${me.status})`,
          'DISCORD_BOT_TOKEN: the token of page Bot in the developer portal; Reset Token gives a new one',
        ),
      ];
};

const unreached = (subject: string, root: string): Finding =>
  problem(
    subject,
    `${new URL(root).host} is not reached within ${answerMsMax / 1_000} s`,
    'look at network and proxy, or at the variable of its API root; alerts wait meanwhile',
  );

/** Null where nobody answered. */
const asked = async (url: string, headers: Readonly<Record<string, string>> = {}): Promise<Answer | null> => {
  try {
    const answer = await fetch(url, { headers, signal: AbortSignal.timeout(answerMsMax) });
    return { status: answer.status, body: await answer.json().catch(() => null) };
  } catch {
    return null;
  }
};

const field = (of: unknown, name: string): unknown =>
  typeof of === 'object' && of !== null ? (of as Record<string, unknown>)[name] : undefined;
const resultOf = (answer: Answer | null): unknown => field(answer?.body, 'result');
/** What others wrote, as a line. */
const text = (of: unknown, name: string): string => {
  const value = field(of, name);
  return typeof value === 'string' ? value.replace(/\p{Cc}/gu, ' ').slice(0, 200) : '';
};
const number = (of: unknown, name: string): number => Number(field(of, name) ?? 0);
