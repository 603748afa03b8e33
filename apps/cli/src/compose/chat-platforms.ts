import { createHmac } from 'node:crypto';
import { type ChatPlatform, telegramPlatform, telegramSamples } from '@gexstream/bots';
import type { Clock } from '@gexstream/domain';
import type { Sample } from '@gexstream/metrics';
import type { Logger } from 'pino';
import type { StartConfig } from '../config.ts';
import { readSecretFile } from '../read-secret-file.ts';

export interface ChatPlatforms {
  readonly platforms: readonly ChatPlatform[];
  /** What each adapter tells of itself. */
  samples(): readonly Sample[];
}

/** The platforms that tokens are there for. */
export const chatPlatforms = (config: StartConfig, clock: Clock, log: Logger): ChatPlatforms => {
  const { telegramApiRoot: apiRoot } = config;
  const token = config.telegramMode === 'off' ? null : tokenOf(config.telegramBotToken, config.telegramBotTokenFile, 'Telegram');
  if (token === null) return { platforms: [], samples: () => [] };
  const telegram = telegramPlatform({
    token,
    clock,
    log,
    ...(apiRoot === null ? {} : { apiRoot }),
    ...(config.telegramMode === 'webhook' ? { webhook: webhookOf(config, token) } : {}),
  });
  return { platforms: [telegram], samples: () => telegramSamples(telegram) };
};

/** The secret that Telegram shows with each update follows from the token, which only the two of us have. */
const webhookOf = ({ telegramWebhookUrl, telegramWebhookHost, telegramWebhookPort }: StartConfig, token: string) => ({
  url: telegramWebhookUrl!,
  host: telegramWebhookHost,
  port: telegramWebhookPort,
  secretToken: createHmac('sha256', token).update('secret of the webhook').digest('hex'),
});

const tokenOf = (token: string | null, file: string | null, platform: string): string | null =>
  token ?? (file === null ? null : readSecretFile(file, `${platform} wants a bot token`, 'put the token into it'));
