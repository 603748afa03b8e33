import { type Sample, sample } from '@gexstream/metrics';
import type { ChatPlatform } from '../platform/chat-platform.ts';

/** What Discord's adapter tells of itself, as metrics, beside what the outbox counts. */
export const discordSamples = (platform: ChatPlatform): readonly Sample[] => [
  sample('discordHeartbeatAge', platform.health().silentMs / 1_000),
];
