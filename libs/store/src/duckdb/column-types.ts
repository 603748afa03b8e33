import {
  BIGINT,
  BOOLEAN,
  DOUBLE,
  DuckDBTimestampValue,
  type DuckDBType,
  type DuckDBValue,
  LIST,
  listValue,
  TIMESTAMP,
  VARCHAR,
} from '@duckdb/node-api';
import type { Cell } from '../rows/check-rows.ts';
import type { Column, ColumnType } from '../table.ts';

/** How each type is kept. Timestamps are plain UTC: the type with a zone would bring the session's zone into play. */
export const duckType: Readonly<Record<ColumnType, DuckDBType>> = {
  timestamp: TIMESTAMP,
  symbol: VARCHAR,
  text: VARCHAR,
  double: DOUBLE,
  long: BIGINT,
  boolean: BOOLEAN,
  doubles: LIST(DOUBLE),
};

/** A checked cell as the driver takes it. */
export const toDuck = (type: ColumnType, cell: Cell): DuckDBValue => {
  if (cell === null) return null;
  switch (type) {
    case 'timestamp':
      return new DuckDBTimestampValue(BigInt(cell as number) * 1000n);
    case 'long':
      return BigInt(cell as number);
    case 'doubles':
      return listValue(cell as readonly number[]);
    default:
      return cell as number | string | boolean;
  }
};

/** An expression of this type, as doubles where the driver would give big integers: exact, since what is written is below 2^53. */
export const readable = (column: Column, expression: string): string => {
  if (column.type === 'timestamp') return `epoch_ms(${expression})::DOUBLE`;
  return column.type === 'long' ? `${expression}::DOUBLE` : expression;
};
