import { setImmediate as nextTurn } from 'node:timers/promises';
import { SenderBufferV2 } from '@questdb/nodejs-client';
import type { Row } from '../rows/check-rows.ts';
import type { Column, Table } from '../table.ts';

/** One request is one transaction; a call beyond this becomes several. */
export const requestBytesMax = 16 * 1024 * 1024;
/** Cells and list elements encoded before others get their turn: some milliseconds. */
const turnValuesMax = 20_000;

export interface EncodedRequest {
  readonly body: Buffer;
  readonly rows: readonly Row[];
}

/** Rows of one table as lines of QuestDB's protocol, version 2 (doubles in binary), by the official client's encoder. */
export class RowEncoder {
  readonly #name: string;
  readonly #timestamp: string;
  readonly #columns: readonly (readonly [name: string, column: Column])[];
  readonly #buffer = new SenderBufferV2({ protocol: 'http', init_buf_size: 256 * 1024, max_buf_size: 2 * requestBytesMax });

  constructor(table: Table, name: string) {
    this.#name = name;
    this.#timestamp = table.timestamp;
    // The protocol wants symbols before the other columns; the timestamp stands at the end of the line.
    const entries = Object.entries(table.columns).filter(([column]) => column !== table.timestamp);
    this.#columns = [
      ...entries.filter(([, { type }]) => type === 'symbol'),
      ...entries.filter(([, { type }]) => type !== 'symbol'),
    ];
  }

  /** Rejects with whatever the encoder throws; then nothing stays in the buffer. */
  async *requests(rows: readonly Row[]): AsyncGenerator<EncodedRequest> {
    try {
      let begin = 0;
      let values = 0;
      for (let index = 0; index < rows.length; index++) {
        values += this.#line(rows[index] as Row);
        if (this.#buffer.currentPosition() >= requestBytesMax) {
          yield { body: this.#buffer.toBufferNew(), rows: rows.slice(begin, index + 1) };
          begin = index + 1;
        }
        if (values < turnValuesMax) continue;
        values = 0;
        await nextTurn();
      }
      if (begin < rows.length) yield { body: this.#buffer.toBufferNew(), rows: rows.slice(begin) };
    } finally {
      this.#buffer.reset();
    }
  }

  /** Rows that were part of one request already. */
  async request(rows: readonly Row[]): Promise<Buffer> {
    const bodies: Buffer[] = [];
    for await (const { body } of this.requests(rows)) bodies.push(body);
    return bodies.length === 1 ? (bodies[0] as Buffer) : Buffer.concat(bodies);
  }

  /** How many values it held. */
  #line(row: Row): number {
    const line = this.#buffer.table(this.#name);
    let values = 1;
    for (const [name, { type }] of this.#columns) {
      const cell = row[name];
      // What is left out is null, also where an older row of the key had a value.
      if (cell === null || cell === undefined) continue;
      values += 1;
      switch (type) {
        case 'symbol':
          line.symbol(name, cell);
          break;
        case 'text':
          line.stringColumn(name, cell as string);
          break;
        case 'double':
          line.floatColumn(name, cell as number);
          break;
        case 'long':
          line.intColumn(name, cell as number);
          break;
        case 'boolean':
          line.booleanColumn(name, cell as boolean);
          break;
        case 'timestamp':
          line.timestampColumn(name, cell as number, 'ms');
          break;
        case 'doubles':
          line.arrayColumn(name, cell as unknown[]);
          values += (cell as readonly number[]).length;
          break;
      }
    }
    line.at(row[this.#timestamp] as number, 'ms');
    return values;
  }
}
