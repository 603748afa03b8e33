import type { Feed } from '@gexstream/domain';
import type { TopicDeclaration } from '../bus.ts';
import { valueBytesMax } from '../checked-record.ts';
import type { TopicSettings } from '../topic-differences.ts';

const MiB = 2 ** 20;
const dayMs = 86_400_000;
const minuteMs = 60_000;
const noLimit = '-1';

/** Topic settings by Kafka's names. */
export type TopicConfig = Readonly<Record<string, string>>;

/**
 * What Kafka is told of a declaration. Kafka counts age from its own wall clock and lets whole segments go, so segments are kept small
 * against the limits. It counts size for each partition: one may hold what the topic may, since a single busy underlying can be nearly
 * all of it, and a topic all its partitions' worth of disk at worst. A feed whose event time is not the wall's (simulated, replayed) would lose
 * records at once: there only the size limits.
 */
export const topicConfig = (declaration: TopicDeclaration, feed: Feed, replicas: number): TopicConfig => {
  const common = {
    'max.message.bytes': `${valueBytesMax + MiB / 16}`,
    'message.timestamp.type': 'CreateTime',
    // Event time may run ahead of the broker's clock: a simulated market does.
    'message.timestamp.after.max.ms': '9223372036854775807',
    'min.insync.replicas': replicas >= 3 ? '2' : '1',
  };
  const { cleanup } = declaration;
  if (cleanup.policy === 'compact') {
    return {
      ...common,
      'cleanup.policy': 'compact',
      'delete.retention.ms': `${dayMs}`,
      'segment.bytes': `${16 * MiB}`,
      'segment.ms': `${10 * minuteMs}`,
      'min.cleanable.dirty.ratio': '0.1',
    };
  }
  return {
    ...common,
    'cleanup.policy': 'delete',
    'retention.bytes': `${cleanup.retentionBytes}`,
    'retention.ms': feed === 'live' ? `${cleanup.retentionMs}` : noLimit,
    'segment.bytes': `${Math.trunc(clamp(cleanup.retentionBytes / 4, MiB, 64 * MiB))}`,
    'segment.ms': `${Math.trunc(clamp(cleanup.retentionMs / 4, minuteMs, dayMs))}`,
  };
};

const clamp = (value: number, least: number, most: number): number => Math.min(Math.max(value, least), most);

/** All that a declaration asks of the cluster. */
export const topicSettings = (declaration: TopicDeclaration, feed: Feed, replicas: number): TopicSettings => ({
  partitions: `${declaration.partitions}`,
  ...topicConfig(declaration, feed, replicas),
});

/** What of a declaration Kafka gives back: no text; a limit it was not told is Infinity. */
export const declarationOf = (name: string, settings: TopicSettings): TopicDeclaration => {
  const partitions = Number(settings.partitions);
  return {
    name,
    partitions,
    cleanup: settings['cleanup.policy']?.includes('compact')
      ? { policy: 'compact' }
      : {
          policy: 'delete',
          retentionMs: limit(settings['retention.ms']),
          retentionBytes: limit(settings['retention.bytes']),
        },
    doc: '',
  };
};

const limit = (text: string | undefined): number =>
  text === undefined || text === noLimit ? Number.POSITIVE_INFINITY : Number(text);
