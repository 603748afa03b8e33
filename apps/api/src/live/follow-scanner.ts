import { type Bus, decodeEvent, readTopic, type StoredRecord, type Subscription, topic } from '@gexstream/bus';
import type { ScannerView, ScannerViewEvent } from '@gexstream/domain';

const kinds: ReadonlySet<string> = new Set<ScannerViewEvent['kind']>(['flow', 'skew', 'opportunities', 'sentiment', 'scan-run']);
/** The schema version that this reader was written for; its neighbours are read too. */
const version = 1;

export interface FollowScannerOptions {
  readonly bus: Bus;
  readonly view: ScannerView;
  /** Told of each event that brought something new. */
  readonly onTaken: (event: ScannerViewEvent) => void;
  readonly onUnreadable: (record: StoredRecord, cause: unknown) => void;
}

/** Fills the view: with each change, and first with the last value of everything; what comes twice is passed over by its order. */
export const followScanner = async ({ bus, view, onTaken, onUnreadable }: FollowScannerOptions): Promise<Subscription> => {
  const take = (record: StoredRecord): void => {
    if (record.value === null) return;
    try {
      const event = decodeEvent(record.value);
      if (!kinds.has(event.kind)) return;
      if (Math.abs(event.version - version) > 1) throw new TypeError(`version ${event.version} of ${event.kind}`);
      if (view.take(event as ScannerViewEvent)) onTaken(event as ScannerViewEvent);
    } catch (cause) {
      onUnreadable(record, cause);
    }
  };
  const onBatch = async ({ records }: { readonly records: readonly StoredRecord[] }): Promise<void> => records.forEach(take);
  const changes = await bus.subscribe({
    topics: [topic.flow.name, topic.skew.name, topic.opportunities.name, topic.sentiment.name, topic.scanRuns.name],
    start: 'latest',
    onBatch,
  });
  try {
    for (const name of [topic.latest.name, topic.sentiment.name, topic.scanRuns.name]) await readTopic(bus, name, take);
    return changes;
  } catch (cause) {
    await changes.close();
    throw cause;
  }
};
