import type { EpochMs } from '@gexstream/domain/time';
import { type AnyWhere, checkedLimit, checkedMoment, checkedWhere, quoted } from '../queries/checked-query.ts';
import type { Table } from '../table.ts';
import type { Parameters } from './parameters.ts';

/** `col = $1` of each named column. */
export const equalities = (table: Table, where: AnyWhere | undefined, parameters: Parameters): readonly string[] =>
  checkedWhere(table, where).map(({ name, type, value }) => `${quoted(name)} = ${parameters.bind(type, value)}`);

/** `from ≤ timestamp < to`. */
export const between = (table: Table, from: EpochMs, to: EpochMs, parameters: Parameters): readonly string[] => {
  const at = quoted(table.timestamp);
  return [
    `${at} >= ${parameters.bind('timestamp', checkedMoment(table, 'from', from))}`,
    `${at} < ${parameters.bind('timestamp', checkedMoment(table, 'to', to))}`,
  ];
};

export const whereSql = (conditions: readonly string[]): string =>
  conditions.length === 0 ? '' : ` WHERE ${conditions.join(' AND ')}`;

export const limitSql = (table: Table, limit: number, parameters: Parameters): string =>
  ` LIMIT ${parameters.bind('long', checkedLimit(table, limit))}`;
