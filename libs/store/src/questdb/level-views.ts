import { quoted } from '../queries/checked-query.ts';
import { gexLevels } from '../tables/index.ts';
import { ttlSql } from './create-table.ts';
import type { FeedNames } from './feed-names.ts';

/** The materialized views over `gex_levels`, each fed by the one before it: an hour is made of 60 rows, not of 14 400. */
export const levelViews = [
  { name: 'gex_levels_1m', of: 'gex_levels', every: '1m' },
  { name: 'gex_levels_5m', of: 'gex_levels_1m', every: '5m' },
  { name: 'gex_levels_1h', of: 'gex_levels_5m', every: '1h' },
] as const;

/** What a row of a view holds beside time, underlying and model: `net_gex` first, largest, smallest, last; the others last. */
const columnsOf = (ofTable: boolean): readonly string[] => [
  `first(${ofTable ? 'net_gex' : 'net_gex_open'}) AS net_gex_open`,
  `max(${ofTable ? 'net_gex' : 'net_gex_high'}) AS net_gex_high`,
  `min(${ofTable ? 'net_gex' : 'net_gex_low'}) AS net_gex_low`,
  'last(net_gex) AS net_gex',
  ...['call_gex', 'put_gex', 'gross_gex', 'spot', 'zero_gamma', 'call_wall', 'put_wall'].map(
    (name) => `last(${name}) AS ${name}`,
  ),
];

export const createLevelViewsSql = (names: FeedNames): readonly string[] =>
  levelViews.map(({ name, of, every }) => {
    const base = quoted(names.table(of));
    const columns = ['ts', 'underlying', 'model', ...columnsOf(of === 'gex_levels')].join(', ');
    const ttl = ttlSql(gexLevels, names, 'MONTH');
    return [
      `CREATE MATERIALIZED VIEW IF NOT EXISTS ${quoted(names.table(name))} WITH BASE ${base} REFRESH IMMEDIATE`,
      `AS (SELECT ${columns} FROM ${base} SAMPLE BY ${every})`,
      `PARTITION BY MONTH${ttl === '' ? '' : ` TTL ${ttl}`}`,
    ].join(' ');
  });
