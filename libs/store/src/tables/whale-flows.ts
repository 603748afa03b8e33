import { table } from '../table.ts';
import { eventTime, expiry, inputSeq, provenance, spot, underlying } from './columns.ts';
import { contract, quoted, scanned } from './scanner-columns.ts';

/** One row each time a contract crosses a step of the whale score (50, 100, 200) or of the premium (250 k, 500 k, 1 M USD). */
export const whaleFlows = table({
  name: 'whale_flows',
  doc: 'Contracts with much money in them today, once per threshold crossed.',
  timestamp: 'ts',
  key: ['underlying', 'contract'],
  retentionDays: 30,
  rowsPerDay: 20_000,
  columns: {
    ts: eventTime,
    underlying,
    expiry,
    ...contract,
    spot,
    ...quoted,
    iv: scanned.maybe('fraction a year', 'implied volatility'),
    delta: scanned.maybe('shares', 'spot delta, of a put negative'),
    underlying_volume: scanned.number('shares', 'of the underlying, traded today'),
    whale_score: scanned.maybe('points', 'VALR × volume / OI × dollar ratio × 1000, rounded; null without open interest'),
    whale_normalised: scanned.maybe('points', 'the same over the share of the day’s volume that is usually done by then'),
    valr: scanned.maybe('ratio', '|delta| × spot / mark × IV'),
    dollar_ratio: scanned.maybe('ratio', 'premium traded over USD traded in the underlying'),
    vol_oi_ratio: scanned.maybe('ratio', 'volume over open interest'),
    premium: scanned.maybe('USD', 'volume × mark × 100; null below 250 k'),
    tier: { type: 'long', unit: 'tier', nullable: true, doc: '1 from 1 M, 2 from 500 k, 3 from 250 k' },
    sweep: { type: 'boolean', unit: 'yes/no', doc: 'a tight quote, more than 1000 contracts, a mark above 0.50' },
    unusual: { type: 'boolean', unit: 'yes/no', doc: 'volume of at least three times the open interest' },
    input_seq: inputSeq,
    ...provenance,
  },
});
