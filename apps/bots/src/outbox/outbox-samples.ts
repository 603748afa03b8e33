import { type Sample, sample } from '@gexstream/metrics';
import type { OutboxStatus } from './start-outbox.ts';

/** What the outbox tells of itself, as metrics. */
export const outboxSamples = ({ platforms, unreadable }: OutboxStatus): readonly Sample[] => [
  sample('deadLetters', unreadable, { reader: 'outbox' }),
  ...platforms.flatMap(({ platform, waiting, oldestMs, outcomes, failures, retryAfterMs }) => [
    sample('notifyWaiting', waiting, { platform }),
    sample('notifyOldest', oldestMs / 1_000, { platform }),
    sample('notifyRetryAfter', retryAfterMs / 1_000, { platform }),
    ...Object.entries(outcomes).map(([outcome, count]) => sample('notified', count, { platform, outcome })),
    ...Object.entries(failures).map(([reason, count]) => sample('notifyFailures', count, { platform, reason })),
  ]),
];
