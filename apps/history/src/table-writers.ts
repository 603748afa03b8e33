import type { ActorRef, ActorSystem } from '@gexstream/actors';
import type { Clock } from '@gexstream/domain';
import type { Store, Table } from '@gexstream/store';
import type { Logger } from 'pino';
import { Acknowledgements } from './acknowledgements.ts';
import { idleTableWriter, type TableWriterEffect, type TableWriterMessage, tableWriter } from './actors/table-writer.actor.ts';
import type { TableRows } from './history-rows.ts';
import { storeWithRetries } from './store-with-retries.ts';

export interface TableStatus {
  /** Acknowledged by the store since the start; rows that replaced equal ones count again. */
  rows: number;
  batches: number;
  failures: number;
  lastError: string | null;
  /** The last attempt failed and the next one waits: nothing is lost, the consumer stands still. */
  retrying: boolean;
}

export interface TableWriters {
  /** Resolves once the writers took the rows; `written` once the store has them. */
  write(tables: readonly TableRows[]): Promise<{ readonly written: Promise<void> }>;
  /** Writes what waits, without waiting for more. */
  flush(): Promise<void>;
  status(): Readonly<Record<string, Readonly<TableStatus>>>;
}

export interface TableWritersOptions {
  readonly system: ActorSystem;
  readonly store: Store;
  readonly tables: readonly Table[];
  readonly clock: Clock;
  readonly log: Logger;
  readonly stopping: AbortSignal;
}

/** Writes that may wait at each table; a write holds the rows of one bus batch. */
const mailboxCapacity = 2;

/** One actor per table. */
export const startTableWriters = (options: TableWritersOptions): TableWriters => {
  const { system, tables } = options;
  const acknowledgements = new Acknowledgements();
  const status: Record<string, TableStatus> = {};
  const writers = new Map<string, ActorRef<TableWriterMessage>>();
  for (const table of tables) {
    const own: TableStatus = { rows: 0, batches: 0, failures: 0, lastError: null, retrying: false };
    status[table.name] = own;
    const writer = system.spawn({
      name: table.name,
      initial: () => idleTableWriter,
      behavior: tableWriter,
      perform: performer(options, table, own, acknowledgements),
      mailbox: { whenFull: 'block', capacity: mailboxCapacity },
      crash: { onCrash: 'escalate' },
    });
    writers.set(table.name, writer);
  }
  return {
    write: async (parts) => {
      const written: Promise<void>[] = [];
      for (const { table, rows } of parts) {
        const acknowledgement = acknowledgements.issue();
        // Seen by whoever awaits the whole; this keeps an early failure from counting as unhandled meanwhile.
        acknowledgement.written.catch(() => undefined);
        written.push(acknowledgement.written);
        await writers.get(table.name)!.send({ type: 'write', write: { ticket: acknowledgement.ticket, rows } });
      }
      const whole = Promise.all(written).then(() => undefined);
      whole.catch(() => undefined);
      return { written: whole };
    },
    flush: async () => {
      await Promise.all([...writers.values()].map((writer) => writer.send({ type: 'flush' })));
    },
    status: () => structuredClone(status),
  };
};

const performer =
  ({ store, clock, log, stopping }: TableWritersOptions, table: Table, own: TableStatus, acknowledgements: Acknowledgements) =>
  async (effect: TableWriterEffect, self: ActorRef<TableWriterMessage>): Promise<void> => {
    if (effect.type === 'wake-later') {
      // A writer that has stopped has written everything: then there is nobody to wake, and no need to.
      clock.after(effect.afterMs, () => void self.send({ type: 'wake' }).catch(() => undefined));
      return;
    }
    const noteFailure = (error: unknown, retryInMs: number | null): void => {
      own.failures += 1;
      own.lastError = error instanceof Error ? error.message : String(error);
      own.retrying = retryInMs !== null;
      log.warn({ table: table.name, rows: effect.rows.length, retryInMs, err: error }, 'the store did not take a batch');
    };
    try {
      await storeWithRetries(() => store.append(table, effect.rows), { clock, stopping, onFailure: noteFailure });
    } catch (error) {
      noteFailure(error, null);
      acknowledgements.fail(effect.tickets, error);
      // When stopping, the batch stays uncommitted and comes again with the next start; else this is beyond mending here.
      if (stopping.aborted) return;
      throw error;
    }
    own.rows += effect.rows.length;
    own.batches += 1;
    own.retrying = false;
    acknowledgements.succeed(effect.tickets);
  };
