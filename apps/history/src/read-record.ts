import { decodeEvent, type StoredRecord, topic } from '@gexstream/bus';
import { type Envelope, type Feed, tradePlace } from '@gexstream/domain';
import { tradeOutcomes } from '@gexstream/store';
import { historyRows, type TableRows } from './history-rows.ts';
import { erasedTradeRow } from './trade-rows.ts';

/** The schema version these mappings were written for; its neighbours are read too. */
const version = 1;

export type ReadRecord =
  /** `event` is null for a deletion. */
  | { readonly event: Envelope<string, unknown> | null; readonly tables: readonly TableRows[] }
  /** Why the record cannot be kept. */
  | { readonly unreadable: string };

/** A record's event and rows. Whatever is wrong with one record is told about that record; the others go on. */
export const readRecord = (record: StoredRecord, feed: Feed): ReadRecord => {
  if (record.value === null) return erasure(record, feed);
  try {
    const event = decodeEvent(record.value);
    // Feeds never mix: simulated rows in a live history would be worse than a missing one.
    if (event.feed !== feed) return { unreadable: `the record is of feed ${event.feed}, this history keeps ${feed}` };
    if (Math.abs(event.version - version) > 1)
      return {
        unreadable: `schema version ${event.version} of ${event.kind}; this program reads ${version - 1} to ${version + 1}`,
      };
    return { event, tables: historyRows(event) };
  } catch (error) {
    return { unreadable: error instanceof Error ? error.message : String(error) };
  }
};

/** Only of trades do people erase what the history has of them. */
const erasure = ({ topic: from, key }: StoredRecord, feed: Feed): ReadRecord => {
  const place = from === topic.trades.name ? tradePlace(key) : null;
  return place === null
    ? { unreadable: 'the record has no value' }
    : { event: null, tables: [{ table: tradeOutcomes, rows: [erasedTradeRow(place, feed)] }] };
};
