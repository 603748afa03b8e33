import { type Static, Type } from 'typebox';
import { nullable } from './fields.ts';

const age = (which: string) => nullable(Type.Number(), `of the ${which} entry, by the feed’s clock; null without any`);

const DataType = Type.Object({
  entries: Type.Integer(),
  hits: Type.Integer({ description: 'look-ups of requests that memory answered' }),
  misses: Type.Integer({ description: 'look-ups of what was not there, or had to be made anew from the log' }),
});

/** `/api/v1/cache/stats`: what this process holds in memory to answer from. No request ever waits for Schwab. */
export const CacheStats = Type.Object({
  total_entries: Type.Integer(),
  cache_hit_rate: nullable(Type.Number(), 'hits / (hits + misses) since the start, 0…1; null before the first'),
  memory_usage_bytes: Type.Integer({ description: 'of the answers that are kept as JSON, and of the contracts at 400 B each' }),
  oldest_entry_age_seconds: age('oldest'),
  newest_entry_age_seconds: age('newest'),
  data_types: Type.Object({ market_data: DataType, options_data: DataType, gex_results: DataType }),
});

export type CacheStatsBody = Static<typeof CacheStats>;
