/** How a column is kept by every adapter. `doubles` is a list of doubles; `symbol` a short, often repeated text. */
export type ColumnType = 'timestamp' | 'symbol' | 'text' | 'double' | 'long' | 'boolean' | 'doubles';

export interface Column {
  readonly type: ColumnType;
  /** What one unit of it is: `USD per 1 %`, `points`, `fraction`, `epoch ms`, … */
  readonly unit: string;
  /** May be null (key columns and the timestamp may not). */
  readonly nullable?: true;
  /** Of a symbol, about how many different values will come; a store that keeps dictionaries makes them this large. */
  readonly capacity?: number;
  readonly doc: string;
}

/** A table, declared once and used by every adapter. */
export interface Table {
  readonly name: string;
  readonly columns: Readonly<Record<string, Column>>;
  /** The event time; part of every key. */
  readonly timestamp: string;
  /** With the timestamp, what makes a row that row: the last of equal keys wins, within a call too. */
  readonly key: readonly string[];
  readonly retentionDays: number;
  /** On a busy day, about; a store that cuts tables into pieces of time chooses their length by it. */
  readonly rowsPerDay?: number;
  /** Its rows belong to people: what serves tables to readers leaves it out. */
  readonly personal?: true;
  readonly doc: string;
}

/** A table whose columns the compiler knows by name. */
export interface TableOf<Columns extends Readonly<Record<string, Column>>> extends Table {
  readonly columns: Columns;
  readonly timestamp: string & keyof Columns;
  readonly key: readonly (string & keyof Columns)[];
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

const keyTypes: ReadonlySet<ColumnType> = new Set(['symbol', 'text', 'long', 'boolean']);

/** What every store takes as a name. */
const plainName = /^[A-Za-z][A-Za-z0-9_ ]*$/;

/** Keeps the literal types of a declaration. Throws a `TypeError` where timestamp or key cannot serve as such, or a store could not keep a column. */
export const table = <const Columns extends Readonly<Record<string, Column>>>(
  declaration: TableOf<Columns>,
): TableOf<Columns> => {
  const { name, columns, timestamp, key, retentionDays } = declaration;
  if (columns[timestamp]?.type !== 'timestamp' || columns[timestamp].nullable)
    throw new TypeError(`table ${name}: "${timestamp}" must be a timestamp column that is not nullable`);
  for (const part of key) {
    const column = columns[part];
    if (column === undefined || column.nullable || !keyTypes.has(column.type))
      throw new TypeError(`table ${name}: key "${part}" must be a symbol, text, long or boolean column that is not nullable`);
  }
  for (const [column, { type, nullable }] of Object.entries(columns)) {
    if (!plainName.test(column))
      throw new TypeError(`table ${name}: column "${column}" may hold letters, digits, spaces and _ only`);
    if (type === 'boolean' && nullable)
      throw new TypeError(`table ${name}: "${column}" is a boolean, which not every store can keep as null`);
  }
  if (!(retentionDays > 0)) throw new TypeError(`table ${name}: retentionDays must be above 0, got ${retentionDays}`);
  return declaration;
};
