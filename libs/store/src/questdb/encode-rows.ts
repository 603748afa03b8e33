import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Row } from '../rows/check-rows.ts';
import type { Table } from '../table.ts';
import { type LineBuffer, lineBuffer } from './line-buffer.ts';

/** One request is one transaction; a call beyond this becomes several. */
export const requestBytesMax = 16 * 1024 * 1024;
/** Cells and list elements encoded before others get their turn: some milliseconds. */
const turnValuesMax = 50_000;

export interface EncodedRequest {
  readonly body: Buffer;
  readonly rows: readonly Row[];
}

/** Rows of one table as the bodies of requests. */
export class RowEncoder {
  readonly #buffer: LineBuffer;

  constructor(table: Table, name: string) {
    this.#buffer = lineBuffer(table, name);
  }

  async *requests(rows: readonly Row[]): AsyncGenerator<EncodedRequest> {
    try {
      let begin = 0;
      let values = 0;
      for (let index = 0; index < rows.length; index++) {
        values += this.#buffer.add(rows[index] as Row);
        if (this.#buffer.length >= requestBytesMax) {
          yield { body: this.#buffer.take(), rows: rows.slice(begin, index + 1) };
          begin = index + 1;
        }
        if (values < turnValuesMax) continue;
        values = 0;
        await nextTurn();
      }
      if (begin < rows.length) yield { body: this.#buffer.take(), rows: rows.slice(begin) };
    } finally {
      // Whoever stops in the middle leaves nothing to the next call.
      this.#buffer.clear();
    }
  }

  /** Rows that were part of one request already. */
  async request(rows: readonly Row[]): Promise<Buffer> {
    const bodies: Buffer[] = [];
    for await (const { body } of this.requests(rows)) bodies.push(body);
    return bodies.length === 1 ? (bodies[0] as Buffer) : Buffer.concat(bodies);
  }
}
