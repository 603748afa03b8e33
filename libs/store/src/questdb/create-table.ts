import { quoted } from '../queries/checked-query.ts';
import type { Column, Table } from '../table.ts';
import { columnDdl } from './column-types.ts';
import type { FeedNames } from './feed-names.ts';

export type PartitionUnit = 'DAY' | 'MONTH';

/** Below this many rows a day, a partition a day would be two years of tiny files. */
const rowsPerDayForDays = 100_000;
/** What is kept no longer is forgotten to the day, however few rows there are. */
const daysKeptByDay = 60;

/** A month for tables that grow slowly and are kept for long, else a day. */
export const partitionUnit = ({ rowsPerDay, retentionDays }: Table): PartitionUnit =>
  rowsPerDay !== undefined && rowsPerDay < rowsPerDayForDays && retentionDays > daysKeptByDay ? 'MONTH' : 'DAY';

/**
 * The age at which partitions are dropped, in whole partitions and never below the retention; empty for a feed that does not forget.
 * QuestDB counts it from the newest row or the wall clock, whichever is earlier, and drops whole partitions.
 */
export const ttlSql = (table: Table, names: FeedNames, unit: PartitionUnit = partitionUnit(table)): string => {
  if (!names.forgets) return '';
  return unit === 'DAY' ? `${Math.ceil(table.retentionDays)} DAYS` : `${Math.ceil(table.retentionDays / 30.4375)} MONTHS`;
};

export const createTableSql = (table: Table, names: FeedNames): string => {
  const columns = Object.entries(table.columns).map(([name, column]) => `${quoted(name)} ${columnDdl(column as Column)}`);
  const unit = partitionUnit(table);
  const ttl = ttlSql(table, names, unit);
  return [
    `CREATE TABLE IF NOT EXISTS ${quoted(names.table(table.name))} (${columns.join(', ')})`,
    `TIMESTAMP(${quoted(table.timestamp)}) PARTITION BY ${unit}${ttl === '' ? '' : ` TTL ${ttl}`} WAL`,
    `DEDUP UPSERT KEYS(${upsertKeys(table).map(quoted).join(', ')})`,
  ].join(' ');
};

export const upsertKeys = (table: Table): readonly string[] => [table.timestamp, ...table.key];
