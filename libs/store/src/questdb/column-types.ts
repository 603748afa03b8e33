import type { Column, ColumnType } from '../table.ts';

/** How each type is kept; as `table_columns()` names it. */
export const questType: Readonly<Record<ColumnType, string>> = {
  timestamp: 'TIMESTAMP',
  symbol: 'SYMBOL',
  text: 'VARCHAR',
  double: 'DOUBLE',
  long: 'LONG',
  boolean: 'BOOLEAN',
  doubles: 'DOUBLE[]',
};

/** The type as it stands in DDL. */
export const columnDdl = ({ type, capacity }: Column): string =>
  type === 'symbol' && capacity !== undefined ? `SYMBOL CAPACITY ${powerOfTwo(capacity)}` : questType[type];

/** The dictionary's size must be one. */
const powerOfTwo = (atLeast: number): number => 2 ** Math.ceil(Math.log2(Math.max(2, atLeast)));
