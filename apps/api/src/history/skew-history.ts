import { epochMs, type Feed, feedSource, isoTime, isSimulated } from '@gexstream/domain';
import type { RowOf, skewMetrics } from '@gexstream/store';
import type { SkewHistoryAnswer } from '../contract/scanner.ts';

type SkewRow = RowOf<typeof skewMetrics>;

/** Rows (oldest first) from a moment on, each with its difference to the row of the same expiry before it; null where either has none. */
export const skewHistory = (rows: readonly SkewRow[], fromMs: number): SkewHistoryAnswer => {
  const before = new Map<string, SkewRow>();
  return rows.flatMap((row) => {
    const previous = before.get(row.expiry);
    before.set(row.expiry, row);
    if (row.ts < fromMs) return [];
    return [
      {
        symbol: row.underlying,
        expiry: row.expiry,
        timestamp: isoTime(epochMs(row.ts)),
        skew_25d: row.skew_25d,
        avg_iv: row.avg_iv,
        put_call_oi_ratio: row.put_call_oi_ratio,
        implied_move_pct: row.implied_move_pct,
        underlying_price: row.spot,
        skew_change: difference(row.skew_25d, previous?.skew_25d),
        iv_change: difference(row.avg_iv, previous?.avg_iv),
        source: feedSource(row.feed as Feed),
        simulated: isSimulated(row.feed as Feed),
      },
    ];
  });
};

const difference = (now: number | null, before: number | null | undefined): number | null =>
  now === null || before === null || before === undefined ? null : now - before;
