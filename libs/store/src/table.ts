/** How a column is kept by every adapter. `doubles` is a list of doubles; `symbol` a short, often repeated text. */
export type ColumnType = 'timestamp' | 'symbol' | 'text' | 'double' | 'long' | 'boolean' | 'doubles';

export interface Column {
  readonly type: ColumnType;
  /** What one unit of it is: `USD per 1 %`, `points`, `fraction`, `epoch ms`, … */
  readonly unit: string;
  /** May be null (key columns and the timestamp may not). */
  readonly nullable?: true;
  readonly doc: string;
}

/** A table, declared once and used by every adapter. */
export interface Table<Columns extends Readonly<Record<string, Column>> = Readonly<Record<string, Column>>> {
  readonly name: string;
  readonly columns: Columns;
  /** The event time; part of every key. */
  readonly timestamp: string & keyof Columns;
  /** With the timestamp, what makes a row that row: the last of equal keys wins, within a call too. */
  readonly key: readonly (string & keyof Columns)[];
  readonly retentionDays: number;
  readonly doc: string;
}

type Value<T extends ColumnType> = T extends 'timestamp' | 'double' | 'long'
  ? number
  : T extends 'symbol' | 'text'
    ? string
    : T extends 'boolean'
      ? boolean
      : readonly number[];

/** A row of a table, as written and as read: timestamps are epoch ms. */
export type RowOf<T extends Table> = {
  readonly [Name in keyof T['columns']]: T['columns'][Name] extends { readonly nullable: true }
    ? Value<T['columns'][Name]['type']> | null
    : Value<T['columns'][Name]['type']>;
};

/** Keeps the literal types of a declaration. */
export const table = <const Columns extends Readonly<Record<string, Column>>>(declaration: Table<Columns>): Table<Columns> =>
  declaration;
