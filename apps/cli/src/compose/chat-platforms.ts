import { createHmac } from 'node:crypto';
import {
  type ChatPlatform,
  discordPlatform,
  discordSamples,
  type TelegramPlatform,
  telegramPlatform,
  telegramSamples,
} from '@gexstream/bots';
import type { Clock } from '@gexstream/domain';
import type { Sample } from '@gexstream/metrics';
import type { Logger } from 'pino';
import type { StartConfig } from '../config.ts';
import { discordToken, telegramToken } from './bot-tokens.ts';

export interface ChatPlatforms {
  readonly platforms: readonly ChatPlatform[];
  /** What each adapter tells of itself. */
  samples(): readonly Sample[];
}

/** The platforms that tokens are there for. */
export const chatPlatforms = (config: StartConfig, clock: Clock, log: Logger): ChatPlatforms => {
  const telegram = telegramOf(config, clock, log);
  const discord = discordOf(config, clock, log);
  return {
    platforms: [telegram, discord].filter((platform) => platform !== null),
    samples: () => [
      ...(telegram === null ? [] : telegramSamples(telegram)),
      ...(discord === null ? [] : discordSamples(discord)),
    ],
  };
};

const telegramOf = (config: StartConfig, clock: Clock, log: Logger): TelegramPlatform | null => {
  const { telegramApiRoot: apiRoot } = config;
  const token = telegramToken(config);
  if (token === null) return null;
  return telegramPlatform({
    token,
    clock,
    log,
    ...(apiRoot === null ? {} : { apiRoot }),
    ...(config.telegramMode === 'webhook' ? { webhook: webhookOf(config, token) } : {}),
  });
};

const discordOf = (config: StartConfig, clock: Clock, log: Logger): ChatPlatform | null => {
  const { discordApiRoot: apiRoot } = config;
  const token = discordToken(config);
  return token === null ? null : discordPlatform({ token, clock, log, ...(apiRoot === null ? {} : { apiRoot }) });
};

/** The secret that Telegram shows with each update follows from the token, which only the two of us have. */
const webhookOf = ({ telegramWebhookUrl, telegramWebhookHost, telegramWebhookPort }: StartConfig, token: string) => ({
  url: telegramWebhookUrl!,
  host: telegramWebhookHost,
  port: telegramWebhookPort,
  secretToken: createHmac('sha256', token).update('secret of the webhook').digest('hex'),
});
