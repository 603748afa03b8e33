import { type BusRecord, encodeEvent, topic } from '@gexstream/bus';
import type { MarketEvent } from '@gexstream/domain';

/** Records of topic `market`, and copies on `ticks` of what concerns the underlyings alone. */
export const marketRecords = (events: readonly MarketEvent[]): readonly BusRecord[] => {
  const records: BusRecord[] = [];
  for (const event of events) {
    const record = { key: event.underlying, value: encodeEvent(event), timestampMs: event.eventMs };
    records.push({ topic: topic.market.name, ...record });
    if (isTick(event)) records.push({ topic: topic.ticks.name, ...record });
  }
  return records;
};

const isTick = ({ kind }: MarketEvent): boolean => kind === 'underlying-quote' || kind === 'underlying-bar' || kind === 'gap';

/** A mark belongs to its partition, not to a key. */
export const markRecords = (marks: readonly MarketEvent[]): readonly BusRecord[] =>
  marks.map((mark, partition) => ({
    topic: topic.market.name,
    key: mark.underlying,
    partition,
    value: encodeEvent(mark),
    timestampMs: mark.eventMs,
  }));
