import { isoTime } from '@gexstream/domain';
import { type EpochMs, epochMs } from '@gexstream/domain/time';
import { type AnyWhere, checkedLimit, checkedMoment, checkedWhere, quoted } from '../queries/checked-query.ts';
import type { RangeOptions } from '../store.ts';
import type { Table } from '../table.ts';

export type Parameter = string | number | boolean;

/** A statement with its values; each stands in the text as its number only. */
export interface Query {
  readonly sql: string;
  readonly values: readonly Parameter[];
}

/** Collects the values of one statement. */
export class Parameters {
  readonly values: Parameter[] = [];

  bind(value: Parameter): string {
    this.values.push(value);
    return `$${this.values.length}`;
  }
}

/** QuestDB's own bounds of time: nothing lies beyond them, so a wider range asks for the same. */
const oldestMs = 0;
const newestMs = 253_402_300_799_999;

/** Texts are what QuestDB turns into an interval of partitions; it is asked for no time zone but UTC. */
export const between = (table: Table, from: EpochMs, to: EpochMs, parameters: Parameters): readonly string[] => {
  const at = quoted(table.timestamp);
  const bound = (moment: number): string => parameters.bind(isoTime(epochMs(Math.min(newestMs, Math.max(oldestMs, moment)))));
  const [first, end] = [checkedMoment(table, 'from', from), checkedMoment(table, 'to', to)];
  return [`${at} >= ${bound(first)}`, `${at} ${end > newestMs ? '<=' : '<'} ${bound(end)}`];
};

export const equalities = (table: Table, where: AnyWhere | undefined, parameters: Parameters): readonly string[] =>
  checkedWhere(table, where).map(({ name, value }) => `${quoted(name)} = ${parameters.bind(value)}`);

export const whereSql = (conditions: readonly string[]): string =>
  conditions.length === 0 ? '' : ` WHERE ${conditions.join(' AND ')}`;

/** A checked whole number stands in the text itself. */
export const limitSql = (table: Table, limit: number): string => ` LIMIT ${checkedLimit(table, limit)}`;

const columnsSql = (table: Table): string => Object.keys(table.columns).map(quoted).join(', ');

/** Newest first, so that a limit keeps the newest; equal moments by key, so that the order is always the same. */
export const rangeQuery = (table: Table, name: string, options: RangeOptions<Table>): Query => {
  const parameters = new Parameters();
  const conditions = [
    ...between(table, options.from, options.to, parameters),
    ...equalities(table, options.where as AnyWhere | undefined, parameters),
  ];
  const order = [table.timestamp, ...table.key].map((column) => `${quoted(column)} DESC`).join(', ');
  const sql = `SELECT ${columnsSql(table)} FROM ${quoted(name)}${whereSql(conditions)} ORDER BY ${order}${limitSql(table, options.limit)}`;
  return { sql, values: parameters.values };
};

/** `LATEST ON` reads backwards until it has met every key that the condition allows. */
export const latestQuery = (table: Table, name: string, where: AnyWhere | undefined): Query => {
  const parameters = new Parameters();
  const from = `SELECT ${columnsSql(table)} FROM ${quoted(name)}${whereSql(equalities(table, where, parameters))}`;
  const at = quoted(table.timestamp);
  const key = table.key.map(quoted).join(', ');
  const sql =
    key === '' ? `${from} ORDER BY ${at} DESC LIMIT 1` : `(${from} LATEST ON ${at} PARTITION BY ${key}) ORDER BY ${key}`;
  return { sql, values: parameters.values };
};

export const countQuery = (table: Table, name: string, where: AnyWhere | undefined): Query => {
  const parameters = new Parameters();
  return {
    sql: `SELECT count() FROM ${quoted(name)}${whereSql(equalities(table, where, parameters))}`,
    values: parameters.values,
  };
};
