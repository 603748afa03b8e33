import { epochMs } from '@gexstream/domain/time';
import { type AnyWhere, badQuery, checkedSample, quoted, type SampledColumn } from '../queries/checked-query.ts';
import type { Sample, SampleOptions } from '../store.ts';
import type { Table } from '../table.ts';
import { between, equalities, limitSql, Parameters, type Query, whereSql } from './row-queries.ts';
import type { SqlRow } from './sql-client.ts';

/**
 * One row per interval that has rows, newest first: its start, then the outputs in the order of `options.columns`. Own arithmetic, since
 * `SAMPLE BY` takes its offset in whole minutes; the name of its result is no column's.
 */
export const sampleQuery = (table: Table, name: string, options: SampleOptions<Table>): Query => {
  const { intervalMs, offsetMs, outputs } = checkedSample(table, options);
  const parameters = new Parameters();
  // Shifted to between nothing and one interval before 1970, where no row is: whole division then always rounds down.
  const shift = (intervalMs - (((offsetMs % intervalMs) + intervalMs) % intervalMs)) % intervalMs;
  const at = `cast(${quoted(table.timestamp)} AS LONG) / 1000`;
  const start = `(${at} + ${shift}) / ${intervalMs} * ${intervalMs} - ${shift}`;
  const conditions = [
    ...between(table, options.from, options.to, parameters),
    ...equalities(table, options.where as AnyWhere | undefined, parameters),
  ];
  const columns = outputs.map((output, index) => `${aggregateSql(table, output)} AS "~${index}"`);
  const selected = [`${start} AS "~start"`, ...columns].join(', ');
  return {
    sql: `SELECT ${selected} FROM ${quoted(name)}${whereSql(conditions)} GROUP BY "~start" ORDER BY "~start" DESC${limitSql(table, options.limit)}`,
    values: parameters.values,
  };
};

const aggregateSql = (table: Table, { name, column, as }: SampledColumn): string => {
  if (as === 'count' && column.type === 'doubles') {
    // QuestDB has no count of lists; one that may not be null is there in every row.
    if (column.nullable) throw badQuery(table, `"${name}" is a list that may be null: QuestDB cannot count it`);
    return 'count()';
  }
  return `${as}(${quoted(name)})`;
};

/** The query's rows as samples, oldest first. */
export const samplesOf = (table: Table, options: SampleOptions<Table>, rows: readonly SqlRow[]): readonly Sample[] => {
  const outputs = Object.entries(options.columns);
  return rows.toReversed().map((row) => {
    const values = outputs.map(([output, { column, as }], index) => {
      const value = row[index + 1] as Sample[string];
      // The smaller of two booleans comes as a number.
      const isBoolean = as !== 'count' && table.columns[column]?.type === 'boolean';
      return [output, isBoolean && value !== null ? Boolean(value) : value];
    });
    return { ...Object.fromEntries(values), intervalStart: epochMs(row[0] as number) } as Sample;
  });
};
