import type { TopicDeclaration } from './bus.ts';

const hour = 3_600_000;
const MiB = 1 << 20;

/** Every topic of the system, declared once. Hot ones are keyed by underlying; all have the same partitions, so a key is at home in one number. */
export const partitionCount = 12;

const kept = (name: string, retentionMs: number, retentionBytes: number, doc: string): TopicDeclaration => ({
  name,
  partitions: partitionCount,
  cleanup: { policy: 'delete', retentionMs, retentionBytes },
  doc,
});

const compacted = (name: string, partitions: number, doc: string): TopicDeclaration => ({
  name,
  partitions,
  cleanup: { policy: 'compact' },
  doc,
});

export const topic = {
  market: kept(
    'market',
    24 * hour,
    1024 * MiB,
    'All inputs of an underlying in their one order: ticks, option updates, chain answers, gaps, time marks.',
  ),
  ticks: kept('ticks', 24 * hour, 256 * MiB, 'Quotes and bars of the underlyings alone, for those who need no options.'),
  levels: kept(
    'levels',
    24 * hour,
    256 * MiB,
    'Net, walls, kings, zero gamma per underlying: every 250 ms of event time, at once when one changes.',
  ),
  cells: kept('cells', hour / 4, 256 * MiB, 'Strike × expiry exposure: every second of event time.'),
  profiles: kept('profiles', 24 * hour, 512 * MiB, 'Strike × expiry exposure of every full minute, for the history.'),
  feedStatus: compacted('feed-status', 1, 'What ingest is connected to and what it streams; once a second.'),
  feedNotices: {
    name: 'feed-notices',
    partitions: 1,
    cleanup: { policy: 'delete', retentionMs: 168 * hour, retentionBytes: 16 * MiB },
    doc: 'What whoever runs this should hear of: a login about to end, another connection that took over, refusals.',
  },
  latest: compacted('latest', partitionCount, 'The last value of every output, by `kind/underlying`: where a reader begins.'),
  snapshots: compacted(
    'gex-snapshots',
    partitionCount,
    'State of each underlying with the input offset it stands for, in chunks, two slots.',
  ),
  sessionBaselines: compacted(
    'session-baselines',
    partitionCount,
    'Open interest with its date, and the 09:30 baseline, per underlying.',
  ),
  leases: compacted('leases', 1, 'Nothing is written here: whoever is given its one partition runs ingest.'),
  deadLetters: {
    name: 'dead-letters',
    partitions: 1,
    cleanup: { policy: 'delete', retentionMs: 168 * hour, retentionBytes: 64 * MiB },
    doc: 'What could not be read, with topic, partition, offset and reason.',
  },
} as const satisfies Record<string, TopicDeclaration>;

export const allTopics: readonly TopicDeclaration[] = Object.values(topic);
