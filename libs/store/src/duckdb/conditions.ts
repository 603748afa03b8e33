import type { EpochMs } from '@gexstream/domain/time';
import { StoreError } from '../errors.ts';
import type { Table } from '../table.ts';
import { quoted } from './column-types.ts';
import type { Parameters } from './parameters.ts';

export type AnyWhere = Readonly<Record<string, string | number | boolean | undefined>>;

export const badQuery = (table: Table, wrong: string): StoreError =>
  new StoreError('STORE_BAD_QUERY', `table ${table.name}: ${wrong}`);

/** `col = $1` of each named column. */
export const equalities = (table: Table, where: AnyWhere | undefined, parameters: Parameters): readonly string[] =>
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
    return [`${quoted(name)} = ${parameters.bind(type, value)}`];
  });

/** `from ≤ timestamp < to`. What is kept are whole ms, so both ends may be rounded up. */
export const between = (table: Table, from: EpochMs, to: EpochMs, parameters: Parameters): readonly string[] => {
  const at = quoted(table.timestamp);
  const bind = (name: string, moment: number): string => {
    if (!Number.isSafeInteger(Math.ceil(moment))) throw badQuery(table, `"${name}" must be epoch ms, got ${moment}`);
    return parameters.bind('timestamp', Math.ceil(moment));
  };
  return [`${at} >= ${bind('from', from)}`, `${at} < ${bind('to', to)}`];
};

export const whereSql = (conditions: readonly string[]): string =>
  conditions.length === 0 ? '' : ` WHERE ${conditions.join(' AND ')}`;

export const limitSql = (table: Table, limit: number, parameters: Parameters): string => {
  if (!(Number.isSafeInteger(limit) && limit > 0)) throw badQuery(table, `"limit" must be a whole number above 0, got ${limit}`);
  return ` LIMIT ${parameters.bind('long', limit)}`;
};
