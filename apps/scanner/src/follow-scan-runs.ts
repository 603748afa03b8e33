import type { ActorSystem } from '@gexstream/actors';
import {
  type Batch,
  type Bus,
  type BusRecord,
  type Commit,
  deadLetter,
  encodeEvent,
  legibleEvent,
  type Subscription,
  topic,
} from '@gexstream/bus';
import type { PartitionScanEvent, ScanRunEvent, SentimentEvent } from '@gexstream/domain';
import { type ScanRunEffect, type ScanRuns, scanRuns } from './scan-run.actor.ts';

export const scanRunGroup = 'scanner-runs';

export interface FollowScanRunsOptions {
  readonly bus: Bus;
  readonly system: ActorSystem;
  /** Partitions that report each scan. */
  readonly partitions: number;
  readonly publish: (records: readonly BusRecord[]) => Promise<void>;
}

/**
 * Runs and sentiment from topic `scan-results`, whose one partition one process of the group reads. What is committed lies before the open
 * scan: its results are read again after a restart.
 */
export const followScanRuns = async ({ bus, system, partitions, publish }: FollowScanRunsOptions): Promise<Subscription> => {
  let outbox: BusRecord[] = [];
  let open = 0;
  const perform = ({ event }: ScanRunEffect): void => {
    outbox.push(runRecord(event));
  };
  const closedMs = await lastClosed(bus);
  const actor = system.spawn<ScanRuns, PartitionScanEvent, ScanRunEffect>({
    name: 'market',
    initial: () => ({ partitions, open: [], closedMs }),
    behavior: (state, report, now) => {
      const turn = scanRuns(state, report, now);
      open = turn.state.open.length;
      return turn;
    },
    perform,
    mailbox: { whenFull: 'block', capacity: 64 },
    crash: { onCrash: 'escalate' },
  });
  const onBatch = async ({ records }: Batch, commit: Commit): Promise<void> => {
    let done: number | null = null;
    for (const record of records) {
      const report = legibleEvent(record.value);
      if (report?.kind === 'partition-scan') {
        await actor.send(report as PartitionScanEvent);
        await actor.idle();
      } else outbox.push(deadLetter(record, 'it is no result of a scan that can be read'));
      if (open === 0) done = record.offset;
    }
    const published = outbox;
    outbox = [];
    if (published.length > 0) await publish(published);
    if (done !== null) await commit(done);
  };
  return bus.subscribe({ topics: [topic.scanResults.name], group: scanRunGroup, start: 'earliest', onBatch });
};

const runRecord = (event: ScanRunEvent | SentimentEvent): BusRecord => ({
  topic: event.kind === 'scan-run' ? topic.scanRuns.name : topic.sentiment.name,
  key: event.kind === 'scan-run' ? event.body.scanId : event.underlying,
  value: encodeEvent(event),
  timestampMs: event.eventMs,
});

/** A few scans' records: a scan has two. */
const recordsRead = 16;

/** When the newest scan that ended was; −Infinity before the first. */
const lastClosed = async (bus: Bus): Promise<number> => {
  const [offsets] = await bus.offsets(topic.scanRuns.name);
  if (offsets === undefined || offsets.end === offsets.start) return Number.NEGATIVE_INFINITY;
  const from = Math.max(offsets.start, offsets.end - recordsRead);
  const records = await bus.read(topic.scanRuns.name, offsets.partition, from, offsets.end, recordsRead);
  const ended = records
    .flatMap(({ value }) => (legibleEvent(value) as ScanRunEvent | null) ?? [])
    .filter(({ body }) => body.status !== 'running');
  return Math.max(Number.NEGATIVE_INFINITY, ...ended.map(({ eventMs }) => eventMs));
};
