import { type AnyWhere, quoted } from '../queries/checked-query.ts';
import type { RangeOptions } from '../store.ts';
import type { Column, Table } from '../table.ts';
import { readable } from './column-types.ts';
import { between, equalities, limitSql, whereSql } from './conditions.ts';
import { Parameters, type Query } from './parameters.ts';

/** Columns are read by their position; the order is stated over `r`, whose names no expression can hide. */
const selectSql = (table: Table): string =>
  `SELECT ${Object.entries(table.columns)
    .map(([name, column]) => readable(column as Column, `r.${quoted(name)}`))
    .join(', ')} FROM ${quoted(table.name)} AS r`;

/** Newest first, so that a limit keeps the newest; equal moments by key, so that the order is always the same. */
export const rangeQuery = (table: Table, options: RangeOptions<Table>): Query => {
  const parameters = new Parameters();
  const conditions = [
    ...between(table, options.from, options.to, parameters),
    ...equalities(table, options.where as AnyWhere | undefined, parameters),
  ];
  const order = [table.timestamp, ...table.key].map((name) => `r.${quoted(name)} DESC`).join(', ');
  const limit = limitSql(table, options.limit, parameters);
  return { sql: `${selectSql(table)}${whereSql(conditions)} ORDER BY ${order}${limit}`, parameters };
};

/** A group-by and a join: it holds one entry per key in memory, a window function would hold the table. */
export const latestQuery = (table: Table, where: AnyWhere | undefined): Query => {
  const parameters = new Parameters();
  const name = quoted(table.name);
  const at = quoted(table.timestamp);
  const key = table.key.map(quoted);
  const groups = key.length === 0 ? '' : ` GROUP BY ${key.join(', ')}`;
  const newest = `SELECT ${[...key, `max(${at}) AS ${at}`].join(', ')} FROM ${name}${whereSql(equalities(table, where, parameters))}${groups}`;
  const using = [...key, at].join(', ');
  const order = [...key, at].map((part) => `r.${part}`).join(', ');
  return { sql: `${selectSql(table)} SEMI JOIN (${newest}) AS newest USING (${using}) ORDER BY ${order}`, parameters };
};

export const countQuery = (table: Table, where: AnyWhere | undefined): Query => {
  const parameters = new Parameters();
  return {
    sql: `SELECT count(*)::DOUBLE FROM ${quoted(table.name)}${whereSql(equalities(table, where, parameters))}`,
    parameters,
  };
};
