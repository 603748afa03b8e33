import { type EpochMs, epochMs } from '@gexstream/domain/time';
import { type AnyWhere, checkedSample, quoted, type SampledColumn } from '../queries/checked-query.ts';
import type { Sample, SampleOptions } from '../store.ts';
import type { Table } from '../table.ts';
import { readable } from './column-types.ts';
import { between, equalities, limitSql, whereSql } from './conditions.ts';
import { Parameters, type Query } from './parameters.ts';

/** One row per interval that has rows, newest first: its start, then the outputs in the order of `options.columns`. */
export const sampleQuery = (table: Table, options: SampleOptions<Table>): Query => {
  const { intervalMs, offsetMs, outputs } = checkedSample(table, options);
  const parameters = new Parameters();
  const where = options.where as AnyWhere | undefined;
  const order = orderWithin(table, where);
  const interval = parameters.bind('long', intervalMs);
  const offset = parameters.bind('long', offsetMs);
  // Divided as doubles and floored: the integer division would round moments before the offset upwards.
  const start = `floor((epoch_ms(${quoted(table.timestamp)}) - ${offset}) / ${interval}) * ${interval} + ${offset}`;
  const conditions = [...between(table, options.from, options.to, parameters), ...equalities(table, where, parameters)];
  const limit = limitSql(table, options.limit, parameters);
  const selected = [`${start} AS interval_start`, ...outputs.map((output) => aggregateSql(output, order))];
  return {
    sql: `SELECT ${selected.join(', ')} FROM ${quoted(table.name)}${whereSql(conditions)} GROUP BY 1 ORDER BY 1 DESC${limit}`,
    parameters,
  };
};

/** What decides first and last: the moment alone where the key is fixed, else also the key, so that the answer is always the same. */
const orderWithin = (table: Table, where: AnyWhere | undefined): string => {
  const open = table.key.filter((name) => where?.[name] === undefined);
  return open.length === 0 ? quoted(table.timestamp) : `row(${[table.timestamp, ...open].map(quoted).join(', ')})`;
};

const aggregateSql = ({ name, column, as }: SampledColumn, order: string): string => {
  const from = quoted(name);
  switch (as) {
    case 'count':
      return `count(${from})::DOUBLE`;
    case 'first':
      return readable(column, `arg_min_null(${from}, ${order})`);
    case 'last':
      return readable(column, `arg_max_null(${from}, ${order})`);
    case 'min':
    case 'max':
      return readable(column, `${as}(${from})`);
  }
};

/** The query's rows as samples, oldest first. */
export const samplesOf = (options: SampleOptions<Table>, rows: readonly (readonly unknown[])[]): readonly Sample[] => {
  const outputs = Object.keys(options.columns);
  return rows.toReversed().map((row) => {
    const values = Object.fromEntries(outputs.map((output, index) => [output, row[index + 1] as Sample[string]]));
    const intervalStart: EpochMs = epochMs(row[0] as number);
    return { ...values, intervalStart } as Sample;
  });
};
