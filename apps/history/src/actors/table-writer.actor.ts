import type { Behavior } from '@gexstream/actors';
import type { RowOf, Table } from '@gexstream/store';

/** Rows at which a batch is written without waiting for more. */
export const flushRowsMin = 1_000;
/** How long the first row of a batch waits for company. */
export const flushAfterMs = 500;

export interface TableWriter {
  readonly waiting: readonly TableWrite[];
  readonly waitingRows: number;
  /** A wake-up is on its way. */
  readonly wakes: boolean;
}

export interface TableWrite {
  /** Settled once the store has the rows. */
  readonly ticket: number;
  readonly rows: readonly RowOf<Table>[];
}

export type TableWriterMessage =
  | { readonly type: 'write'; readonly write: TableWrite }
  | { readonly type: 'wake' }
  | { readonly type: 'flush' };

export type TableWriterEffect =
  | { readonly type: 'append'; readonly rows: readonly RowOf<Table>[]; readonly tickets: readonly number[] }
  | { readonly type: 'wake-later'; readonly afterMs: number };

export const idleTableWriter: TableWriter = { waiting: [], waitingRows: 0, wakes: false };

/**
 * Gathers the rows of one table into batches. The runtime takes no message while it appends, so a store that is slow or away fills the
 * mailbox, and the senders wait.
 */
export const tableWriter: Behavior<TableWriter, TableWriterMessage, TableWriterEffect> = (writer, message) => {
  switch (message.type) {
    case 'write': {
      const grown: TableWriter = {
        ...writer,
        waiting: [...writer.waiting, message.write],
        waitingRows: writer.waitingRows + message.write.rows.length,
      };
      if (grown.waitingRows >= flushRowsMin) return flushed(grown);
      if (grown.wakes) return { state: grown, effects: [] };
      return { state: { ...grown, wakes: true }, effects: [{ type: 'wake-later', afterMs: flushAfterMs }] };
    }
    case 'wake':
      return flushed({ ...writer, wakes: false });
    case 'flush':
      return flushed(writer);
  }
};

const flushed = (writer: TableWriter): ReturnType<typeof tableWriter> => {
  if (writer.waiting.length === 0) return { state: writer, effects: [] };
  const rows = writer.waiting.flatMap((write) => write.rows);
  const tickets = writer.waiting.map((write) => write.ticket);
  return { state: { ...idleTableWriter, wakes: writer.wakes }, effects: [{ type: 'append', rows, tickets }] };
};
