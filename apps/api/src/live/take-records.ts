import { type StoredRecord, topic } from '@gexstream/bus';
import type { LiveView } from './live-view.ts';
import { type Decode, readableEvent } from './readable-event.ts';

export interface RecordTaker {
  readonly take: (record: StoredRecord) => void;
  /**
   * Records that could not be read: skipped, counted and told. They become no dead letters here: the next value replaces what one would
   * send again, and each replica would write its own. Those of `levels` get theirs from the history, which reads them too.
   */
  readonly unreadable: () => number;
}

/** Leads records of the output topics into a view; what comes twice is ignored by its order. */
export const takeRecords = (
  view: LiveView,
  decode: Decode,
  onUnreadable: (record: StoredRecord, cause: unknown) => void,
): RecordTaker => {
  let unreadable = 0;
  let statusOffset = -1;
  return {
    take: (record) => {
      if (record.value === null) return;
      if (record.topic === topic.feedStatus.name) {
        // Its order is that of its one partition: the wall clock it tells may be set back.
        if (record.offset <= statusOffset) return;
        statusOffset = record.offset;
      }
      try {
        const event = readableEvent(decode, record.value);
        if (event !== null) view.take(event);
      } catch (cause) {
        unreadable++;
        onUnreadable(record, cause);
      }
    },
    unreadable: () => unreadable,
  };
};
