import { type Bus, deadLetter, retryPassing, type StoredRecord } from '@gexstream/bus';
import type { Clock, Envelope, EpochMs, Feed } from '@gexstream/domain';
import type { RowOf, Table } from '@gexstream/store';
import type { Logger } from 'pino';
import type { TableRows } from './history-rows.ts';
import { readRecord } from './read-record.ts';
import type { SessionTrim } from './session-trim.ts';

export interface IntakeOptions {
  readonly bus: Bus;
  readonly clock: Clock;
  readonly log: Logger;
  readonly feed: Feed;
  readonly stopping: AbortSignal;
}

/** Turns records into rows, and says on the bus which ones it cannot. */
export class Intake {
  readonly #options: IntakeOptions;
  readonly #trim: SessionTrim;
  #deadLetters = 0;
  #trimFailures = 0;
  #lastEventMs: EpochMs | null = null;

  constructor(options: IntakeOptions, trim: SessionTrim) {
    this.#options = options;
    this.#trim = trim;
  }

  /** The batch's rows by table. Resolves after dead letters are kept, so that the batch may be committed. */
  async take(records: readonly StoredRecord[]): Promise<readonly TableRows[]> {
    const byTable = new Map<Table, RowOf<Table>[]>();
    let newest: Envelope<string, unknown> | null = null;
    for (const record of records) {
      const read = readRecord(record, this.#options.feed);
      if ('unreadable' in read) {
        await this.#refuse(record, read.unreadable);
        continue;
      }
      if (read.event !== null && (newest === null || read.event.eventMs >= newest.eventMs)) newest = read.event;
      for (const { table, rows } of read.tables) byTable.set(table, [...(byTable.get(table) ?? []), ...rows]);
    }
    if (newest !== null) await this.#note(newest);
    return [...byTable].map(([table, rows]) => ({ table, rows }));
  }

  status() {
    return {
      deadLetters: this.#deadLetters,
      lastEventMs: this.#lastEventMs,
      trimmedSession: this.#trim.trimmedSession,
      trimFailures: this.#trimFailures,
    };
  }

  async #refuse(record: StoredRecord, reason: string): Promise<void> {
    const { topic: from, partition, offset } = record;
    const { bus, clock, log, stopping } = this.#options;
    await retryPassing(() => bus.publish([deadLetter(record, reason)]), {
      clock,
      stopping,
      onFailure: (error) => log.warn({ err: error }, 'dead letter not published; tried again'),
    });
    this.#deadLetters += 1;
    log.warn({ topic: from, partition, offset, reason }, 'record cannot be read; kept in dead-letters');
  }

  async #note({ eventMs, sessionDate }: Envelope<string, unknown>): Promise<void> {
    if (this.#lastEventMs === null || eventMs > this.#lastEventMs) this.#lastEventMs = eventMs;
    try {
      await this.#trim.observe(sessionDate, eventMs);
    } catch (error) {
      // Trimming late does no harm: rows come first.
      this.#trimFailures += 1;
      this.#options.log.warn({ err: error }, 'the store could not be trimmed; the next batch tries again');
    }
  }
}
