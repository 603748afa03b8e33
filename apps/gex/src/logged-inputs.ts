import { type BusAdmin, decodeEvent, partitionOf, restoreSnapshots, type StoredRecord, topic } from '@gexstream/bus';
import { isMarketEvent, type MarketEvent } from '@gexstream/domain';
import { snapshotFormat, type UnderlyingSnapshot } from './underlying-snapshot.ts';

/** The newest whole snapshot of an underlying that is not later; undefined when there is none. */
export const newestSnapshot = async (
  bus: Pick<BusAdmin, 'read'>,
  symbol: string,
  notAfterMs?: number,
): Promise<UnderlyingSnapshot | undefined> => {
  const partition = partitionOf(symbol, topic.market.partitions);
  const records = await bus.read(topic.snapshots.name, partition, 0, Number.MAX_SAFE_INTEGER, Number.MAX_SAFE_INTEGER);
  return restoreSnapshots<UnderlyingSnapshot>(snapshotFormat, records, notAfterMs).get(symbol)?.snapshot;
};

/** The input that a record of `market` holds and that concerns this underlying; null for any other. */
export const inputOf = ({ value }: StoredRecord, symbol: string): MarketEvent | null => {
  try {
    const event = value === null ? null : decodeEvent(value);
    if (event === null || !isMarketEvent(event)) return null;
    return event.underlying === symbol || event.underlying === '*' ? event : null;
  } catch {
    // The live processor has put it into dead-letters; it changed no book there either.
    return null;
  }
};
