import type { DuckDBConnection } from '@duckdb/node-api';
import { StoreError } from '../errors.ts';

/** Callers waiting for a connection; more than this is a caller that does not await. */
const waitingMax = 4096;

/**
 * Lends each connection to one piece of work at a time, in the order asked (a DuckDB connection does one thing at a time). Policy when
 * all are lent: block. With a single connection it is what serialises the writers.
 */
export class ConnectionPool {
  readonly #free: DuckDBConnection[];
  readonly #waiting: ((connection: DuckDBConnection) => void)[] = [];
  #lent = 0;
  #whenIdle: (() => void) | undefined;

  constructor(connections: readonly DuckDBConnection[]) {
    this.#free = [...connections];
  }

  async use<T>(work: (connection: DuckDBConnection) => Promise<T>): Promise<T> {
    const connection = await this.#take();
    try {
      return await work(connection);
    } finally {
      this.#giveBack(connection);
    }
  }

  /** Once what was asked for is done, disconnects. */
  async close(): Promise<void> {
    if (this.#lent > 0) await new Promise<void>((resolve) => (this.#whenIdle = resolve));
    for (const connection of this.#free.splice(0)) connection.disconnectSync();
  }

  #take(): DuckDBConnection | Promise<DuckDBConnection> {
    const connection = this.#free.pop();
    if (connection !== undefined) {
      this.#lent += 1;
      return connection;
    }
    if (this.#waiting.length >= waitingMax)
      throw new StoreError('STORE_FAILED', `${waitingMax} calls wait for the store already; await them before making more`);
    return new Promise((resolve) => this.#waiting.push(resolve));
  }

  #giveBack(connection: DuckDBConnection): void {
    const next = this.#waiting.shift();
    if (next !== undefined) {
      next(connection);
      return;
    }
    this.#free.push(connection);
    this.#lent -= 1;
    if (this.#lent === 0) this.#whenIdle?.();
  }
}
