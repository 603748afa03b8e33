import type { DuckDBType, DuckDBValue } from '@duckdb/node-api';
import type { Cell } from '../rows/check-rows.ts';
import type { ColumnType } from '../table.ts';
import { duckType, toDuck } from './column-types.ts';

/** Collects the values of a statement; each stands in the text as its number only. */
export class Parameters {
  readonly values: DuckDBValue[] = [];
  readonly types: DuckDBType[] = [];

  bind(type: ColumnType, cell: Cell): string {
    this.values.push(toDuck(type, cell));
    this.types.push(duckType[type]);
    return `$${this.values.length}`;
  }
}

/** A statement with its values. */
export interface Query {
  readonly sql: string;
  readonly parameters: Parameters;
}
