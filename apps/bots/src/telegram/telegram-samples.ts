import { type Sample, sample } from '@gexstream/metrics';
import type { TelegramPlatform } from './telegram-platform.ts';

/** What Telegram's adapter tells of itself, as metrics, beside what the outbox counts. */
export const telegramSamples = (platform: TelegramPlatform): readonly Sample[] => [
  sample('telegramPollAge', platform.health().silentMs / 1_000),
  sample('notifyFailures', platform.unparsable(), { platform: 'telegram', reason: 'unparsable' }),
];
