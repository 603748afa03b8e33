import { type Snapshot, type SnapshotFormat, topic } from '@gexstream/bus';
import { type BookSnapshot, type SessionTrack, schemaVersion } from '@gexstream/domain';
import type { InputHead } from './underlying-state.ts';

export interface UnderlyingSnapshot extends Snapshot {
  readonly lastSeq: number;
  readonly sessionDate: string | null;
  readonly newestInput: InputHead | null;
  readonly session: SessionTrack | null;
  readonly book: BookSnapshot;
}

export const snapshotFormat: SnapshotFormat = {
  topic: topic.snapshots.name,
  kind: 'gex-snapshot',
  version: schemaVersion['gex-snapshot'],
};
