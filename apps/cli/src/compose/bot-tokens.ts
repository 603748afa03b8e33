import type { Settings } from '../config.ts';
import { readSecretFile } from '../read-secret-file.ts';

type Given = Pick<
  Settings,
  'telegramMode' | 'telegramBotToken' | 'telegramBotTokenFile' | 'discordBotToken' | 'discordBotTokenFile'
>;

/** Null: there is no such bot. Throws a `UsageError` where a file cannot be read. */
export const telegramToken = ({ telegramMode, telegramBotToken, telegramBotTokenFile }: Given): string | null =>
  telegramMode === 'off' ? null : tokenOf(telegramBotToken, telegramBotTokenFile, 'Telegram');

/** Null: there is no such bot. Throws a `UsageError` where a file cannot be read. */
export const discordToken = ({ discordBotToken, discordBotTokenFile }: Given): string | null =>
  tokenOf(discordBotToken, discordBotTokenFile, 'Discord');

/** An empty file is no token: compose wants a file for each secret, whether there is one or not. */
const tokenOf = (token: string | null, file: string | null, platform: string): string | null => {
  if (token !== null || file === null) return token;
  const kept = readSecretFile(file, `${platform} wants a bot token`, 'put the token into it');
  return kept === '' ? null : kept;
};
