import { StoreError } from '../errors.ts';
import type { Row } from '../rows/check-rows.ts';
import { lastOfEqualKeys } from '../rows/last-of-equal-keys.ts';
import type { RowOf, Table } from '../table.ts';
import { type EncodedRequest, RowEncoder } from './encode-rows.ts';
import type { LineEndpoint } from './line-endpoint.ts';
import { beyondLimits } from './row-limits.ts';
import type { WalProgress } from './wal-progress.ts';

/** Told of rows that cannot be stored, after the others of the call are; told again where the call is repeated. */
export type Quarantine = (table: Table, rows: readonly RowOf<Table>[], reason: string) => void | Promise<void>;

/** Calls that wait for their turn; more than this is a caller that does not await. */
const waitingMax = 4096;

export interface TableWriterParts {
  readonly table: Table;
  /** As the server knows it. */
  readonly name: string;
  readonly endpoint: LineEndpoint;
  readonly progress: WalProgress;
  readonly onQuarantined: Quarantine | undefined;
  /** Rejects with `STORE_TABLE_DIFFERS` where the table is no longer what was declared. */
  readonly checkSchema: () => Promise<void>;
}

interface BadRow {
  readonly row: Row;
  readonly reason: string;
}

/** Writes to one table, one call at a time in the order asked. */
export class TableWriter {
  readonly #parts: TableWriterParts;
  readonly #encoder: RowEncoder;
  #tail: Promise<void> = Promise.resolve();
  #waiting = 0;
  /** What was sent last was perhaps not applied: a table that stands still gets nothing more until it moves. */
  #behind = false;

  constructor(parts: TableWriterParts) {
    this.#parts = parts;
    this.#encoder = new RowEncoder(parts.table, parts.name);
  }

  /** Resolves once queries see the rows. Policy when others write: block, 4096 at most. */
  write(rows: readonly Row[]): Promise<void> {
    if (this.#waiting >= waitingMax)
      return Promise.reject(
        new StoreError('STORE_FAILED', `${waitingMax} calls wait for table ${this.#parts.name} already; await them first`),
      );
    this.#waiting += 1;
    const written = this.#tail.then(() => this.#write(rows));
    this.#tail = written.catch(() => undefined).finally(() => (this.#waiting -= 1));
    return written;
  }

  async #write(rows: readonly Row[]): Promise<void> {
    const { table, name, progress, onQuarantined } = this.#parts;
    if (this.#behind) await progress.caughtUp(name);
    this.#behind = true;
    const bad: BadRow[] = [];
    const good: Row[] = [];
    for (const row of rows) {
      const reason = beyondLimits(table, row);
      if (reason === undefined) good.push(row);
      else if (onQuarantined === undefined) throw badRow(table, rows, row, reason);
      else bad.push({ row, reason });
    }
    for await (const request of this.#encoder.requests(lastOfEqualKeys(table, good)))
      bad.push(...(await this.#store(request, rows)));
    await progress.caughtUp(name);
    this.#behind = false;
    for (const [reason, group] of Map.groupBy(bad, (each) => each.reason))
      await onQuarantined?.(
        table,
        group.map(({ row }) => row as RowOf<Table>),
        reason,
      );
  }

  /** Sends a request; gives the rows that the server refuses, having stored the others of it. */
  async #store(request: EncodedRequest, call: readonly Row[]): Promise<readonly BadRow[]> {
    const { table, endpoint, onQuarantined } = this.#parts;
    const refusal = await endpoint.post(request.body);
    if (refusal.accepted) return [];
    const drift = await this.#drift();
    const answer = drift === null ? await endpoint.postAnew(request.body) : refusal;
    if (answer.accepted) return [];
    if (onQuarantined === undefined) throw drift ?? badRow(table, call, request.rows[(answer.line ?? 0) - 1], answer.reason);
    // Then no row is to blame, and none would be taken: halving would only ask in vain.
    if (drift !== null) return request.rows.map((row) => ({ row, reason: drift.message }));
    return this.#bisect(request.rows, answer.reason, new RowEncoder(table, this.#parts.name));
  }

  /** How the table differs from its declaration by now, or null. */
  async #drift(): Promise<StoreError | null> {
    try {
      await this.#parts.checkSchema();
      return null;
    } catch (error) {
      if (error instanceof StoreError && error.code === 'STORE_TABLE_DIFFERS') return error;
      throw error;
    }
  }

  /** A refused request stored nothing. Halves it until each bad row stands alone: about 2 log₂ n requests for each of them. */
  async #bisect(rows: readonly Row[], reason: string, encoder: RowEncoder): Promise<readonly BadRow[]> {
    if (rows.length === 1) return [{ row: rows[0] as Row, reason }];
    const middle = rows.length >> 1;
    const bad: BadRow[] = [];
    for (const half of [rows.slice(0, middle), rows.slice(middle)]) {
      const answer = await this.#parts.endpoint.post(await encoder.request(half));
      if (!answer.accepted) bad.push(...(await this.#bisect(half, answer.reason, encoder)));
    }
    return bad;
  }
}

const badRow = (table: Table, call: readonly Row[], row: Row | undefined, reason: string): StoreError => {
  const index = row === undefined ? -1 : call.indexOf(row);
  return new StoreError('STORE_BAD_ROW', `table ${table.name}${index === -1 ? '' : `, row ${index}`}: ${reason}`);
};
