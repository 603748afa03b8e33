import { type EventKind, schemaVersion } from '@gexstream/domain';
import type { TopicDeclaration } from './bus.ts';

const hour = 3_600_000;
const MiB = 1 << 20;

/** What a topic's records are. The bus carries bytes and looks at none of it. */
export interface RecordFormat {
  /** What the key is; the records of one key have one order. */
  readonly key: string;
  /** How the value is written. `msgpack`: a format byte, then the event as MessagePack. No value is compressed. */
  readonly codec: 'msgpack' | 'json';
  /** Kind of event → schema version of its body. */
  readonly schema: Readonly<Record<string, number>>;
}

export interface SystemTopic extends TopicDeclaration {
  readonly record: RecordFormat;
}

/** Every topic of the system, declared once. Hot ones are keyed by underlying; all have the same partitions, so a key is at home in one number. */
export const partitionCount = 12;

const events = (key: string, ...kinds: readonly EventKind[]): RecordFormat => ({
  key,
  codec: 'msgpack',
  schema: Object.fromEntries(kinds.map((kind) => [kind, schemaVersion[kind]])),
});

const kept = (name: string, retentionMs: number, retentionBytes: number, record: RecordFormat, doc: string): SystemTopic => ({
  name,
  partitions: partitionCount,
  cleanup: { policy: 'delete', retentionMs, retentionBytes },
  record,
  doc,
});

const compacted = (name: string, partitions: number, record: RecordFormat, doc: string): SystemTopic => ({
  name,
  partitions,
  cleanup: { policy: 'compact' },
  record,
  doc,
});

export const topic = {
  market: kept(
    'market',
    48 * hour,
    1024 * MiB,
    events(
      'underlying; time marks have `*`',
      'underlying-quote',
      'underlying-bar',
      'option-updates',
      'chain-round',
      'demand-round',
      'feed-link',
      'gap',
      'time-mark',
    ),
    'All inputs of an underlying in their one order: ticks, option updates, chain answers, gaps, time marks.',
  ),
  ticks: kept(
    'ticks',
    48 * hour,
    256 * MiB,
    events('underlying', 'underlying-quote', 'underlying-bar', 'gap'),
    'Quotes and bars of the underlyings alone, for those who need no options.',
  ),
  levels: kept(
    'levels',
    24 * hour,
    256 * MiB,
    events('underlying', 'levels'),
    'Net, walls, kings, zero gamma per underlying: every 250 ms of event time, at once when one changes.',
  ),
  cells: kept(
    'cells',
    hour / 4,
    256 * MiB,
    events('underlying', 'cells'),
    'Strike × expiry exposure: every second of event time.',
  ),
  profiles: kept(
    'profiles',
    24 * hour,
    512 * MiB,
    events('underlying', 'profile'),
    'Strike × expiry exposure of every full minute, for the history.',
  ),
  exposures: kept(
    'exposures',
    hour,
    128 * MiB,
    events('underlying', 'exposures'),
    'Gamma to zomma by every measure, per strike, expiry, horizon and in total, with the curve over spot: every full minute of event time.',
  ),
  feedStatus: compacted(
    'feed-status',
    1,
    events('`ingest`', 'feed-status'),
    'What ingest is connected to and what it streams; once a second.',
  ),
  feedNotices: {
    name: 'feed-notices',
    partitions: 1,
    cleanup: { policy: 'delete', retentionMs: 168 * hour, retentionBytes: 16 * MiB },
    record: events('code of the notice', 'feed-notice'),
    doc: 'What whoever runs this should hear of: a login about to end, another connection that took over, refusals.',
  },
  flow: kept(
    'flow',
    24 * hour,
    128 * MiB,
    events('underlying', 'flow'),
    'Whale flow, fresh open interest and premium by contract: every full minute, at once when a threshold is crossed.',
  ),
  skew: kept('skew', 24 * hour, 64 * MiB, events('underlying', 'skew'), 'Skew and implied move by expiry: every full minute.'),
  opportunities: kept(
    'opportunities',
    24 * hour,
    64 * MiB,
    events('underlying', 'opportunities'),
    'Contracts with their composite scores: every full minute, at once when one rises by a band.',
  ),
  outcomes: kept(
    'outcomes',
    168 * hour,
    64 * MiB,
    events('underlying', 'outcome'),
    'What came of an opportunity after 15 minutes, an hour, at the close and a day later.',
  ),
  sentiment: {
    name: 'sentiment',
    partitions: 1,
    cleanup: { policy: 'delete', retentionMs: 168 * hour, retentionBytes: 16 * MiB },
    record: events('`*`', 'sentiment'),
    doc: 'The mood of all scanned symbols: once a scan.',
  },
  scanRuns: {
    name: 'scan-runs',
    partitions: 1,
    cleanup: { policy: 'delete', retentionMs: 168 * hour, retentionBytes: 16 * MiB },
    record: events('scan', 'scan-run'),
    doc: 'When a scan began and how it ended.',
  },
  scanResults: {
    name: 'scan-results',
    partitions: 1,
    cleanup: { policy: 'delete', retentionMs: 168 * hour, retentionBytes: 32 * MiB },
    record: events('partition of `market`', 'partition-scan'),
    doc: 'What each partition saw at a scan: its rows and the REST calls made for it.',
  },
  scannerSnapshots: compacted(
    'scanner-snapshots',
    partitionCount,
    events('`underlying/slot`, its chunks `underlying/slot/part`', 'scanner-snapshot'),
    'State of each scanned symbol with the input offset it stands for, in chunks, two slots.',
  ),
  demand: compacted(
    'demand',
    1,
    events('`app/underlying/want`', 'demand'),
    'What apps want from Schwab: a symbol followed, a chain of some expiries. Ingest reads it, and calls.',
  ),
  chats: compacted(
    'chats',
    1,
    events('`platform/chat`', 'chat-settings'),
    'What each chat has chosen: access, rules, watchlist, quiet hours.',
  ),
  botsMode: compacted(
    'bots-mode',
    1,
    events('`maintenance`', 'maintenance'),
    'Whether the bots answer admins alone, and who said so: taken up again after a restart.',
  ),
  alerts: kept(
    'alerts',
    168 * hour,
    64 * MiB,
    events('underlying, or `*`', 'alert'),
    'Alerts as they fire and end, for each chat, with why one was not told.',
  ),
  alertStates: compacted(
    'alert-states',
    1,
    events('`chat/platform/chat/underlying`, `day/platform/chat`, `net/underlying`', 'alert-state'),
    'How the rules of each chat stand on each underlying, and what they count with: taken up again after a restart.',
  ),
  outbox: compacted(
    'outbox',
    1,
    events('`delivery/wanted`, `delivery/done`', 'delivery', 'delivery-receipt'),
    'What chats should show, and what became of it.',
  ),
  terminal: {
    name: 'terminal',
    partitions: 1,
    cleanup: { policy: 'delete', retentionMs: hour, retentionBytes: 16 * MiB },
    record: events('`typed`, `said`', 'terminal-typed', 'terminal-said'),
    doc: 'The chat of the terminal: commands of `gex chat` to whichever process runs the bots, its answers, alerts as they come.',
  },
  audit: {
    name: 'audit',
    partitions: 1,
    cleanup: { policy: 'delete', retentionMs: 720 * hour, retentionBytes: 16 * MiB },
    record: events('`platform/chat`', 'audit'),
    doc: 'Who approved, blocked, linked, broadcast or changed a group’s settings.',
  },
  trades: compacted(
    'trades',
    1,
    events('`owner/trade/entry ms`', 'trade'),
    'What people themselves have bought and sold, each trade whole; a deletion erases it.',
  ),
  links: compacted(
    'links',
    1,
    events('`code/user`, `end/platform/chat`', 'link-code', 'link-end'),
    'Codes by which a chat comes to act for a user of the API, hashed, and wishes that it does so no more; a deletion: it is done.',
  ),
  latest: compacted(
    'latest',
    partitionCount,
    events('`kind/underlying`', 'levels', 'cells', 'exposures', 'flow', 'skew', 'opportunities'),
    'The last value of every output: where a reader begins.',
  ),
  snapshots: compacted(
    'gex-snapshots',
    partitionCount,
    events('`underlying/slot`, its chunks `underlying/slot/part`', 'gex-snapshot'),
    'State of each underlying with the input offset it stands for, in chunks, two slots.',
  ),
  sessionBaselines: compacted(
    'session-baselines',
    partitionCount,
    events('underlying', 'session-baseline'),
    'The baseline of 09:30 with open interest and its date, the moves of king, walls and zero gamma since, and the last minute’s surges of volume.',
  ),
  leases: compacted(
    'leases',
    1,
    { key: '`ingest`', codec: 'json', schema: { holder: 1 } },
    'Whoever is given its one partition runs ingest, and says here who it is.',
  ),
  botsLease: compacted(
    'bots-lease',
    1,
    { key: '`bots`', codec: 'json', schema: { holder: 1 } },
    'Whoever is given its one partition runs the bots, and says here who it is.',
  ),
  deadLetters: {
    name: 'dead-letters',
    partitions: 1,
    cleanup: { policy: 'delete', retentionMs: 168 * hour, retentionBytes: 64 * MiB },
    record: {
      key: '`topic/partition`, or the table; marks `redriven/offset`',
      codec: 'json',
      schema: { record: 1, row: 1, redriven: 1 },
    },
    doc: 'What could not be read or stored, with where it stood and the reason; and which of it was sent again.',
  },
} as const satisfies Record<string, SystemTopic>;

export const allTopics: readonly SystemTopic[] = Object.values(topic);
