import type { ActorRef, ActorSystem } from '@gexstream/actors';
import {
  type Batch,
  type BatchOutputs,
  BusError,
  type BusRecord,
  decodeEvent,
  demandRecord,
  encodeEvent,
  type RestoredSnapshot,
  type StoredRecord,
  snapshotRecords,
  topic,
} from '@gexstream/bus';
import { type EpochMs, isMarketEvent, type MarketEvent, type ScannerEvent, type SymbolScan } from '@gexstream/domain';
import { partitionScanRecord } from './partition-scan-record.ts';
import { type SymbolEffect, type SymbolMessage, scannedSymbol } from './symbol.actor.ts';
import { initialState, type SymbolSettings, type SymbolSnapshot, type SymbolState, snapshotFormat } from './symbol-state.ts';

const topicOf: Record<ScannerEvent['kind'], string> = {
  flow: topic.flow.name,
  skew: topic.skew.name,
  opportunities: topic.opportunities.name,
  outcome: topic.outcomes.name,
};

const mailboxCapacity = 1_024;

export interface PartitionProcessor {
  /** Handles the records in order, and gives what they led to. */
  process(batch: Batch): Promise<BatchOutputs>;
  stop(): Promise<void>;
}

export interface PartitionOptions {
  readonly system: ActorSystem;
  readonly partition: number;
  /** Those of the scanned symbols that are at home here. */
  readonly symbols: readonly string[];
  readonly settings: SymbolSettings;
  readonly restored: ReadonlyMap<string, RestoredSnapshot<SymbolSnapshot>>;
  /** Called for a record that cannot be read; its dead letter is gex's matter. */
  readonly onUnreadable: (record: StoredRecord) => void;
}

/** Leads one partition of `market` to the actors of its scanned symbols, and gathers their effects as records. */
export const partitionProcessor = (options: PartitionOptions): PartitionProcessor => {
  const { system, partition, symbols, settings, restored } = options;
  const nextSlot = new Map([...restored].map(([name, { nextSlot: slot }]) => [name, slot]));
  const actors = new Map<string, ActorRef<SymbolMessage>>();
  let records: BusRecord[] = [];
  let snapshots: BusRecord[] = [];
  /** Of the scan that its symbols come to one by one. */
  let scan: { scanMs: EpochMs; results: SymbolScan[] } | null = null;
  let newest: MarketEvent | null = null;

  const perform = (name: string, effect: SymbolEffect): void => {
    switch (effect.type) {
      case 'publish':
        records.push(...outputRecords(effect.event));
        return;
      case 'demand':
        records.push(demandRecord(name, effect.demand, { feed: newest!.feed, run: newest!.run, now: effect.at }));
        return;
      case 'scanned':
        if (scan?.scanMs !== effect.scanMs) scan = { scanMs: effect.scanMs, results: [] };
        scan.results.push(effect.result);
        return;
      case 'snapshot':
        snapshots.push(...nextSnapshot(name, effect.snapshot));
    }
  };

  const nextSnapshot = (name: string, snapshot: SymbolSnapshot): readonly BusRecord[] => {
    const slot = nextSlot.get(name) ?? 0;
    nextSlot.set(name, 1 - slot);
    const { kind: _kind, version: _version, body: _body, ...like } = newest!;
    return snapshotRecords(snapshotFormat, snapshot, { underlying: name, slot, partition, underlyings: symbols }, like);
  };

  for (const name of symbols) {
    const actor = system.spawn<SymbolState, SymbolMessage, SymbolEffect>({
      name,
      initial: () => initialState(name, settings, restored.get(name)?.snapshot),
      behavior: scannedSymbol,
      perform: (effect) => perform(name, effect),
      mailbox: { whenFull: 'block', capacity: mailboxCapacity },
      // A half-changed book must not go on: the process ends and begins again from the snapshot.
      crash: { onCrash: 'escalate' },
    });
    actors.set(name, actor);
  }

  /** Every symbol has come past the scan once a mark has, which all of them are told. */
  const finishScan = (mark: MarketEvent): void => {
    if (scan === null || mark.eventMs < scan.scanMs) return;
    records.push(partitionScanRecord(partition, scan.scanMs, settings.leadMs, scan.results, mark));
    scan = null;
  };

  const handle = async (record: StoredRecord): Promise<void> => {
    // Followed by gex, but not scanned.
    if (record.key !== '*' && !actors.has(record.key)) return;
    const event = readEvent(record);
    if (event === null) return options.onUnreadable(record);
    newest = event;
    const isMark = event.underlying === '*';
    const receivers = isMark ? [...actors.values()] : [actors.get(event.underlying)];
    for (const actor of receivers) {
      if (actor === undefined) continue;
      await actor.send({ event, offset: record.offset });
      // One at a time: the partition's order is kept.
      await actor.idle();
    }
    if (isMark) finishScan(event);
  };

  return {
    process: async (batch) => {
      for (const record of batch.records) await handle(record);
      const outputs = { records, snapshots };
      records = [];
      snapshots = [];
      return outputs;
    },
    stop: async () => {
      await Promise.all([...actors.values()].map((actor) => actor.stop()));
    },
  };
};

const readEvent = (record: StoredRecord): MarketEvent | null => {
  if (record.value === null) return null;
  try {
    const event = decodeEvent(record.value);
    return isMarketEvent(event) ? event : null;
  } catch (error) {
    if (error instanceof BusError) return null;
    throw error;
  }
};

/** To its topic, and what is whole as the last value of its kind and symbol to `latest`; of outcomes there is no last. */
const outputRecords = (event: ScannerEvent): readonly BusRecord[] => {
  const value = encodeEvent(event);
  const record = { topic: topicOf[event.kind], key: event.underlying, value, timestampMs: event.eventMs };
  if (event.kind === 'outcome' || (event.kind !== 'skew' && !event.body.whole)) return [record];
  return [record, { ...record, topic: topic.latest.name, key: `${event.kind}/${event.underlying}` }];
};
