import type { EpochMs } from '@gexstream/domain/time';
import type { RowOf, Table } from './table.ts';

/** Equality on symbol, text, long and boolean columns; another column or another type of value is `STORE_BAD_QUERY`. */
export type Where<T extends Table> = { readonly [Name in keyof RowOf<T>]?: string | number | boolean };

export interface RangeOptions<T extends Table> {
  readonly where?: Where<T>;
  /** Inclusive. */
  readonly from: EpochMs;
  /** Exclusive. */
  readonly to: EpochMs;
  /** At most this many rows, the newest ones of the range; they come oldest first. */
  readonly limit: number;
}

export type Aggregate = 'first' | 'last' | 'min' | 'max' | 'count';

export interface SampleOptions<T extends Table> extends RangeOptions<T> {
  /** Width of an interval; intervals start at whole multiples of it since 1970 UTC… */
  readonly intervalMs: number;
  /** …shifted by this much, so that days can begin at New York's midnight. */
  readonly offsetMs?: number;
  /**
   * Output name → which column, how. An interval without rows gives none: no gap is invented over. Where `from` lies inside an
   * interval, that one stands for its rows from there on.
   */
  readonly columns: Readonly<Record<string, { readonly column: keyof T['columns'] & string; readonly as: Aggregate }>>;
}

export type Sample = { readonly intervalStart: EpochMs } & Readonly<Record<string, number | string | boolean | null>>;

/**
 * Time series by table. Writes are visible to reads that start after they resolve. Equal keys: the last written wins, within a call too.
 * Every method rejects with a `StoreError`.
 */
export interface Store {
  /** Makes missing tables; a different existing one is `STORE_TABLE_DIFFERS`. */
  declareTables(tables: readonly Table[]): Promise<void>;
  /**
   * All rows or none. Numbers that are not finite are kept as null where the column allows it, else `STORE_BAD_ROW` names row and column;
   * so it does for a column that is missing, unknown or of another type, and for a list with an element that is not finite.
   */
  append<T extends Table>(table: T, rows: readonly RowOf<T>[]): Promise<void>;
  /** Of the rows that match, the newest of each key, in the order of the keys. */
  latest<T extends Table>(table: T, where?: Where<T>): Promise<readonly RowOf<T>[]>;
  /** Rows of the range, oldest first. */
  range<T extends Table>(table: T, options: RangeOptions<T>): Promise<readonly RowOf<T>[]>;
  /** One entry per interval that has rows, oldest first. `first` and `last` go by the timestamp and may be null; the others pass nulls over. */
  sample<T extends Table>(table: T, options: SampleOptions<T>): Promise<readonly Sample[]>;
  count<T extends Table>(table: T, where?: Where<T>): Promise<number>;
  /**
   * Deletes rows older than each table's retention, counted from `now`. A store that forgets on its own, by whole pieces of time, leaves it
   * to that.
   */
  trim(now: EpochMs): Promise<void>;
  /** Safe to call twice. */
  close(): Promise<void>;
}
