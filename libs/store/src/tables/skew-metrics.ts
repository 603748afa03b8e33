import { table } from '../table.ts';
import { eventTime, expiry, inputSeq, provenance, spot, underlying } from './columns.ts';
import { scanId, scanned } from './scanner-columns.ts';

/** One row per scan, symbol and expiry. */
export const skewMetrics = table({
  name: 'skew_metrics',
  doc: 'Skew, implied move and put/call ratios of an expiry at a scan.',
  timestamp: 'ts',
  key: ['underlying', 'expiry'],
  retentionDays: 30,
  rowsPerDay: 10_000,
  columns: {
    ts: eventTime,
    scan_id: scanId,
    underlying,
    expiry,
    spot,
    skew_25d: scanned.maybe('vol points', 'IV of the 25-delta put minus that of the call; null when a wing is missing'),
    atm_skew: scanned.maybe('vol points', 'IV of the put at the money minus that of the call'),
    avg_call_iv: scanned.maybe('vol points', 'mean of the calls within 10 % of spot'),
    avg_put_iv: scanned.maybe('vol points', 'mean of the puts within 10 % of spot'),
    avg_iv: scanned.maybe('vol points', 'mean of both'),
    atm_strike: scanned.maybe('points', 'call strike nearest spot'),
    implied_move: scanned.maybe('points', 'price of the straddle there'),
    implied_move_pct: scanned.maybe('percent', 'of spot'),
    upper_breakout: scanned.maybe('points', 'spot + straddle'),
    lower_breakout: scanned.maybe('points', 'spot − straddle'),
    upper_sigma: scanned.maybe('points', 'spot + one standard deviation by the average IV'),
    lower_sigma: scanned.maybe('points', 'spot − one standard deviation by the average IV'),
    put_call_oi_ratio: scanned.maybe('ratio', 'put over call open interest of the expiry'),
    put_call_vol_ratio: scanned.maybe('ratio', 'put over call volume of the expiry'),
    input_seq: inputSeq,
    ...provenance,
  },
});
