import { table } from '../table.ts';
import { eventTime, expiry, inputSeq, provenance, spot, underlying } from './columns.ts';
import { contract, quoted, scanned, volumeRatio } from './scanner-columns.ts';

/** One row when a contract becomes an opportunity, and each time it rises by a band. */
export const opportunities = table({
  name: 'opportunities',
  doc: 'Contracts that are whale flow and fresh open interest at once, with their composite scores.',
  timestamp: 'ts',
  key: ['underlying', 'contract'],
  retentionDays: 30,
  rowsPerDay: 10_000,
  columns: {
    ts: eventTime,
    underlying,
    expiry,
    ...contract,
    spot,
    ...quoted,
    composite_score: scanned.number('points of 100', 'the documented tiers'),
    whale_points: scanned.number('points of 35', 'part of composite_score'),
    fresh_oi_points: scanned.number('points of 35', 'part of composite_score'),
    skew_points: scanned.number('points of 30', 'part of composite_score'),
    classic_sql_score: scanned.number('points of 100', 'the tiers that the origin ran, clamped; for comparison'),
    smooth_score: scanned.number('points of 100', 'the same without cliffs'),
    band: scanned.name('band', 'extreme, strong, moderate or low by composite_score'),
    signal_type: scanned.name('signal', 'CONTRARIAN_BULL, CONTRARIAN_BEAR, MOMENTUM_BULL, MOMENTUM_BEAR or NEUTRAL'),
    whale_score: scanned.number('points', 'see whale_flows'),
    whale_normalised: scanned.maybe('points', 'see whale_flows'),
    vol_oi_ratio: scanned.number('ratio', 'volume over open interest'),
    notional: scanned.number('USD', 'volume × mark × 100'),
    skew_25d: scanned.maybe('vol points', 'of the expiry; null when a wing is missing'),
    vol_ratio: volumeRatio,
    implied_move_pct: scanned.maybe('percent', 'of spot, by the straddle'),
    input_seq: inputSeq,
    ...provenance,
  },
});
