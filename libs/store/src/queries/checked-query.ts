import type { EpochMs } from '@gexstream/domain/time';
import { StoreError } from '../errors.ts';
import type { Aggregate, SampleOptions } from '../store.ts';
import type { Column, ColumnType, Table } from '../table.ts';

/** What adapters ask of a query before they turn it into their SQL. Everything here throws `STORE_BAD_QUERY`. */

export type AnyWhere = Readonly<Record<string, string | number | boolean | undefined>>;

export interface Equality {
  readonly name: string;
  readonly type: ColumnType;
  readonly value: string | number | boolean;
}

export const badQuery = (table: Table, wrong: string): StoreError =>
  new StoreError('STORE_BAD_QUERY', `table ${table.name}: ${wrong}`);

/** A name of a table or column as it stands in SQL, whatever its letters. */
export const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`;

export const checkedWhere = (table: Table, where: AnyWhere | undefined): readonly Equality[] =>
  Object.entries(where ?? {}).flatMap(([name, value]) => {
    if (value === undefined) return [];
    const type = Object.hasOwn(table.columns, name) ? table.columns[name]?.type : undefined;
    if (type === undefined) throw badQuery(table, `"${name}" in where is not one of its columns`);
    const fits =
      type === 'symbol' || type === 'text'
        ? typeof value === 'string'
        : type === 'long'
          ? Number.isSafeInteger(value)
          : type === 'boolean' && typeof value === 'boolean';
    if (!fits) throw badQuery(table, `"${name}" is a ${type} column and cannot be compared with ${JSON.stringify(value)}`);
    return [{ name, type, value }];
  });

/** A bound of a range in whole ms: what is kept are whole ms, so both ends may be rounded up. */
export const checkedMoment = (table: Table, name: 'from' | 'to', moment: EpochMs): number => {
  const whole = Math.ceil(moment);
  if (!Number.isSafeInteger(whole)) throw badQuery(table, `"${name}" must be epoch ms, got ${moment}`);
  return whole;
};

export const checkedLimit = (table: Table, limit: number): number => {
  if (!(Number.isSafeInteger(limit) && limit > 0)) throw badQuery(table, `"limit" must be a whole number above 0, got ${limit}`);
  return limit;
};

export interface SampledColumn {
  readonly output: string;
  readonly name: string;
  readonly column: Column;
  readonly as: Aggregate;
}

export interface CheckedSample {
  readonly intervalMs: number;
  readonly offsetMs: number;
  readonly outputs: readonly SampledColumn[];
}

export const checkedSample = (table: Table, options: SampleOptions<Table>): CheckedSample => {
  const { intervalMs, offsetMs = 0 } = options;
  if (!(Number.isSafeInteger(intervalMs) && intervalMs > 0))
    throw badQuery(table, `"intervalMs" must be a whole number above 0, got ${intervalMs}`);
  if (!Number.isSafeInteger(offsetMs)) throw badQuery(table, `"offsetMs" must be a whole number, got ${offsetMs}`);
  const outputs = Object.entries(options.columns).map(([output, { column: name, as }]) => {
    if (output === 'intervalStart') throw badQuery(table, 'an output cannot be named "intervalStart"');
    const column: Column | undefined = Object.hasOwn(table.columns, name) ? table.columns[name] : undefined;
    if (column === undefined) throw badQuery(table, `"${name}" is not one of its columns`);
    if (column.type === 'doubles' && as !== 'count') throw badQuery(table, `"${name}" is a list: it can only be counted`);
    return { output, name, column, as };
  });
  return { intervalMs, offsetMs, outputs };
};
