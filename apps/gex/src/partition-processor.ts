import type { ActorRef, ActorSystem } from '@gexstream/actors';
import {
  type Batch,
  type BatchOutputs,
  BusError,
  type BusRecord,
  deadLetter,
  decodeEvent,
  encodeEvent,
  type RestoredSnapshot,
  type StoredRecord,
  snapshotRecords,
  topic,
} from '@gexstream/bus';
import { type Carry, type ExposureEvent, isMarketEvent, type MarketEvent, unreadableReason } from '@gexstream/domain';
import { type UnderlyingEffect, type UnderlyingMessage, underlying } from './underlying.actor.ts';
import { snapshotFormat, type UnderlyingSnapshot } from './underlying-snapshot.ts';
import { initialState, type UnderlyingState } from './underlying-state.ts';

const topicOf: Record<ExposureEvent['kind'], string> = {
  levels: topic.levels.name,
  cells: topic.cells.name,
  profile: topic.profiles.name,
  exposures: topic.exposures.name,
  'session-baseline': topic.sessionBaselines.name,
};

/** Outputs are held back until this many bytes, or the end of the batch: one publish instead of hundreds when catching up. */
const outboxBytesMax = 4 << 20;
const mailboxCapacity = 1_024;

export interface PartitionProcessor {
  /** Handles the records in order. Resolves with their outputs; what would make these too large goes to `publishPart` before. */
  process(batch: Batch, publishPart: (outputs: BatchOutputs) => Promise<void>): Promise<BatchOutputs>;
  stop(): Promise<void>;
}

/** Leads one partition of `market` to the actors of its underlyings, and gathers their effects as records. */
export const partitionProcessor = (options: {
  readonly system: ActorSystem;
  readonly carry: Carry;
  readonly partition: number;
  readonly restored: ReadonlyMap<string, RestoredSnapshot<UnderlyingSnapshot>>;
  /** Records below it were dealt with by an earlier run: those of them that cannot be read have their dead letters. */
  readonly committed: number;
  readonly onDeadLetter: (record: StoredRecord, reason: string) => void;
}): PartitionProcessor => {
  const { system, carry, partition, restored, committed } = options;
  const actors = new Map<string, ActorRef<UnderlyingMessage>>();
  const nextSlot = new Map([...restored].map(([name, { nextSlot: slot }]) => [name, slot]));
  let outbox: { readonly records: BusRecord[]; readonly snapshots: BusRecord[] } = { records: [], snapshots: [] };
  let outboxBytes = 0;
  let newest: MarketEvent | null = null;

  const put = (into: keyof BatchOutputs, records: readonly BusRecord[]): void => {
    for (const record of records) {
      outbox[into].push(record);
      outboxBytes += record.value?.length ?? 0;
    }
  };

  const perform = (effect: UnderlyingEffect): void => {
    if (effect.type === 'publish') put('records', outputRecords(effect.event));
    else if (effect.type === 'say-gap') put('records', [gapRecord(effect.event)]);
    else put('snapshots', nextSnapshot(effect.snapshot));
  };

  const nextSnapshot = (snapshot: UnderlyingSnapshot): readonly BusRecord[] => {
    const name = snapshot.book.underlying;
    const slot = nextSlot.get(name) ?? 0;
    nextSlot.set(name, 1 - slot);
    const { kind: _kind, version: _version, body: _body, ...like } = newest!;
    return snapshotRecords(
      snapshotFormat,
      snapshot,
      { underlying: name, slot, partition, underlyings: [...actors.keys()] },
      like,
    );
  };

  const actorOf = (name: string): ActorRef<UnderlyingMessage> => {
    const known = actors.get(name);
    if (known !== undefined) return known;
    const actor = system.spawn<UnderlyingState, UnderlyingMessage, UnderlyingEffect>({
      name,
      initial: () => initialState(name, carry, restored.get(name)?.snapshot),
      behavior: underlying,
      perform,
      mailbox: { whenFull: 'block', capacity: mailboxCapacity },
      // A half-changed book must not go on: the process ends and begins again from the snapshot.
      crash: { onCrash: 'escalate' },
    });
    actors.set(name, actor);
    return actor;
  };
  for (const name of restored.keys()) actorOf(name);

  const takeOutbox = (): BatchOutputs => {
    const taken = outbox;
    outbox = { records: [], snapshots: [] };
    outboxBytes = 0;
    return taken;
  };

  const handle = async (record: StoredRecord): Promise<void> => {
    const event = readEvent(record);
    if (typeof event === 'string') {
      if (record.offset < committed) return;
      options.onDeadLetter(record, event);
      put('records', [deadLetter(record, event)]);
      return;
    }
    newest = event;
    const receivers = event.underlying === '*' ? [...actors.values()] : [actorOf(event.underlying)];
    for (const actor of receivers) {
      await actor.send({ event, offset: record.offset });
      // One at a time: the outbox keeps the partition's order, and never holds more than one record's outputs above its limit.
      await actor.idle();
    }
  };

  return {
    process: async ({ records }, publishPart) => {
      for (const record of records) {
        await handle(record);
        if (outboxBytes > outboxBytesMax) await publishPart(takeOutbox());
      }
      return takeOutbox();
    },
    stop: async () => {
      await Promise.all([...actors.values()].map((actor) => actor.stop()));
    },
  };
};

/** The event, or the reason why it cannot be read. */
const readEvent = (record: StoredRecord): MarketEvent | string => {
  if (record.value === null) return 'a record of topic market without a value';
  try {
    const event = decodeEvent(record.value);
    return isMarketEvent(event) ? event : unreadableReason(event)!;
  } catch (error) {
    if (error instanceof BusError) return error.message;
    throw error;
  }
};

/** To its topic, and as the last value of its kind and underlying to `latest`; profiles are for the history, and a baseline's topic keeps the last itself. */
const outputRecords = (event: ExposureEvent): readonly BusRecord[] => {
  const value = encodeEvent(event);
  const record = { topic: topicOf[event.kind], key: event.underlying, value, timestampMs: event.eventMs };
  return event.kind === 'profile' || event.kind === 'session-baseline'
    ? [record]
    : [record, { ...record, topic: topic.latest.name, key: `${event.kind}/${event.underlying}` }];
};

/** Beside ingest's own gaps, where the history finds it. */
const gapRecord = (event: MarketEvent): BusRecord => ({
  topic: topic.ticks.name,
  key: event.underlying,
  value: encodeEvent(event),
  timestampMs: event.eventMs,
});
