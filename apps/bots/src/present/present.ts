import { type Bus, legibleEvent, readTopic, type StoredRecord, topic } from '@gexstream/bus';
import {
  type CellsEvent,
  type Clock,
  type EpochMs,
  type Feed,
  type FeedStatusEvent,
  type Freshness,
  feedTimeAt,
  freshnessOf,
  isOpen,
  type LevelsEvent,
  type ScannerView,
  type ScannerViewEvent,
  type SessionBaselineEvent,
  scannerView,
} from '@gexstream/domain';
import { newestRecords } from './newest-records.ts';

/** The present, as the output topics tell it: what commands answer from. */
export interface Present {
  /** Underlyings with levels, in the order that ingest names them, then by name. */
  symbols(): readonly string[];
  levels(symbol: string): LevelsEvent | null;
  cells(symbol: string): CellsEvent | null;
  /** Null before the first session that was seen to open. */
  session(symbol: string): SessionBaselineEvent | null;
  readonly scanner: ScannerView;
  feedStatus(): FeedStatusEvent | null;
  readonly feed: Feed;
  feedNow(): EpochMs;
  /** Of something whose newest source time this is. */
  age(newestMs: EpochMs, stream?: 'up' | 'down'): Age;
}

export interface Age {
  readonly ms: number;
  readonly status: Freshness;
}

export interface FollowedPresent extends Present {
  /** Resolves when closed, rejects when the bus failed. */
  readonly done: Promise<void>;
  close(): Promise<void>;
}

const scannerKinds: ReadonlySet<string> = new Set(['flow', 'skew', 'opportunities', 'sentiment', 'scan-run']);
/** Kinds whose newest record is enough, by the topic they are on. */
const newestOf: ReadonlyMap<string, string> = new Map([
  [topic.levels.name, 'levels'],
  [topic.cells.name, 'cells'],
  [topic.sessionBaselines.name, 'session-baseline'],
]);
const scannerTopics = [topic.flow, topic.skew, topic.opportunities, topic.sentiment, topic.scanRuns].map(({ name }) => name);

/** Follows the output topics: first the last value of everything, then each change. What comes twice is passed over by its time. */
export const followPresent = async (bus: Bus, feed: Feed, clock: Clock): Promise<FollowedPresent> => {
  const newest = newestRecords();
  const scanner = scannerView();
  let status: FeedStatusEvent | null = null;
  let statusOffset = -1;

  const takeScanner = ({ value }: StoredRecord): void => {
    const event = legibleEvent(value);
    if (event !== null && scannerKinds.has(event.kind)) scanner.take(event as ScannerViewEvent);
  };
  const takeStatus = ({ value, offset }: StoredRecord): void => {
    const event = offset <= statusOffset ? null : legibleEvent(value);
    if (event?.kind !== 'feed-status') return;
    statusOffset = offset;
    status = event as FeedStatusEvent;
  };
  const take = (record: StoredRecord): void => {
    const kind = newestOf.get(record.topic);
    if (kind !== undefined) newest.take(`${kind}/${record.key}`, record);
    else if (record.topic === topic.feedStatus.name) takeStatus(record);
    else if (record.topic === topic.latest.name && !scannerKinds.has(record.key.split('/')[0]!)) newest.take(record.key, record);
    else takeScanner(record);
  };

  const subscription = await bus.subscribe({
    topics: [...newestOf.keys(), topic.feedStatus.name, ...scannerTopics],
    start: 'latest',
    onBatch: async ({ records }) => records.forEach(take),
  });
  try {
    for (const { name } of [topic.latest, topic.sessionBaselines, topic.feedStatus, topic.sentiment, topic.scanRuns])
      await readTopic(bus, name, take);
  } catch (cause) {
    await subscription.close();
    throw cause;
  }

  const feedNow = (): EpochMs =>
    status === null ? clock.now() : feedTimeAt({ eventMs: status.eventMs, ...status.body }, clock.now());
  return {
    symbols: () => {
      const known = newest.keys().flatMap((key) => (key.startsWith('levels/') ? [key.slice('levels/'.length)] : []));
      const order = (status?.body.symbols ?? []).map(({ underlying }) => underlying);
      return [...order.filter((symbol) => known.includes(symbol)), ...known.filter((symbol) => !order.includes(symbol)).sort()];
    },
    levels: (symbol) => newest.event(`levels/${symbol}`) as LevelsEvent | null,
    cells: (symbol) => newest.event(`cells/${symbol}`) as CellsEvent | null,
    session: (symbol) => newest.event(`session-baseline/${symbol}`) as SessionBaselineEvent | null,
    scanner,
    feedStatus: () => status,
    feed,
    feedNow,
    age: (newestMs, stream) => {
      const now = feedNow();
      const ms = Math.max(0, now - newestMs);
      return { ms, status: freshnessOf(ms, isOpen(now), stream) };
    },
    done: subscription.done,
    close: () => subscription.close(),
  };
};
