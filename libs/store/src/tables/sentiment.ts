import { table } from '../table.ts';
import { eventTime, inputSeq, provenance } from './columns.ts';
import { scanId, scanned } from './scanner-columns.ts';

const rows = (doc: string) => ({ type: 'long', unit: 'rows', doc }) as const;

/** One row per scan. */
export const sentiment = table({
  name: 'sentiment',
  doc: 'The mood of all scanned symbols: means over the rows of a scan.',
  timestamp: 'ts',
  key: ['scan_id'],
  retentionDays: 30,
  rowsPerDay: 26,
  columns: {
    ts: eventTime,
    scan_id: scanId,
    stocks_analyzed: { type: 'long', unit: 'symbols', doc: 'how many symbols the means are of' },
    avg_skew: scanned.maybe('vol points', 'mean of skew_25d; null when no row has one'),
    skew_volatility: scanned.maybe('vol points', 'standard deviation of skew_25d'),
    avg_iv: scanned.maybe('vol points', 'mean of avg_iv'),
    avg_pc_ratio: scanned.maybe('ratio', 'mean of put_call_oi_ratio'),
    avg_implied_move: scanned.maybe('percent', 'mean of implied_move_pct'),
    extreme_fear_count: rows('rows with a skew above 6'),
    extreme_greed_count: rows('rows with a skew below −1'),
    high_vol_count: rows('rows with an implied move above 5 %'),
    market_sentiment: scanned.name('mood', 'by avg_skew: EXTREME_FEAR to EUPHORIA, UNKNOWN without any'),
    input_seq: inputSeq,
    ...provenance,
  },
});
