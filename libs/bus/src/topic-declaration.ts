import { type EventKind, schemaVersion } from '@gexstream/domain';
import type { TopicDeclaration } from './bus.ts';

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

/** Hot topics are keyed by underlying; all have the same partitions, so a key is at home in one number. */
export const partitionCount = 12;

/** Events of these kinds, each with the version of its body. */
export const events = (key: string, ...kinds: readonly EventKind[]): RecordFormat => ({
  key,
  codec: 'msgpack',
  schema: Object.fromEntries(kinds.map((kind) => [kind, schemaVersion[kind]])),
});

/** What goes by age and size. */
export const kept = (
  name: string,
  retentionMs: number,
  retentionBytes: number,
  record: RecordFormat,
  doc: string,
): SystemTopic => ({
  name,
  partitions: partitionCount,
  cleanup: { policy: 'delete', retentionMs, retentionBytes },
  record,
  doc,
});

/** Of which the last value of each key stays. */
export const compacted = (name: string, partitions: number, record: RecordFormat, doc: string): SystemTopic => ({
  name,
  partitions,
  cleanup: { policy: 'compact' },
  record,
  doc,
});
