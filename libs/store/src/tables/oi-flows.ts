import { table } from '../table.ts';
import { eventTime, expiry, inputSeq, provenance, spot, underlying } from './columns.ts';
import { contract, quoted, scanned } from './scanner-columns.ts';

/** One row each time a contract's volume crosses 3, 4, 6 or 8 times its open interest. */
export const oiFlows = table({
  name: 'oi_flows',
  doc: 'Contracts with fresh open interest, once per threshold crossed.',
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
    vol_oi_ratio: scanned.maybe('ratio', 'volume over open interest; null when nobody held it, which is flagged so'),
    notional: scanned.number('USD', 'volume × mark × 100'),
    oi_score: scanned.maybe('points', 'ratio × notional / 1000, rounded'),
    input_seq: inputSeq,
    ...provenance,
  },
});
