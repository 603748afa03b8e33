import { type Sample, sample } from '@gexstream/metrics';
import { alertSamples } from './alerting/alert-counts.ts';
import { outboxSamples } from './outbox/outbox-samples.ts';
import type { BotsStatus } from './start-bots.ts';

/** What the bots tell of themselves, as metrics; what one platform alone has to tell, its adapter does. */
export const botsSamples = ({ alerting, outbox, commands, platforms }: BotsStatus): readonly Sample[] => [
  ...alertSamples(alerting),
  ...outboxSamples(outbox),
  ...Object.entries(commands).map(([outcome, count]) => sample('chatCommands', count, { outcome })),
  ...platforms.map(({ platform, connected }) => sample('chatPlatformUp', connected ? 1 : 0, { platform })),
];
