import { table } from '../table.ts';
import { eventTime, expiry, inputSeq, model, provenance, settlement, spot, underlying } from './columns.ts';
import { exposureColumns, premiumRatio, volumeWalls } from './exposure-columns.ts';

const points = { type: 'double', unit: 'points', nullable: true } as const;

/** One row per minute, model and expiry in which somebody holds something. */
export const gexExpiryExposures = table({
  name: 'gex_expiry_exposures',
  doc: 'Every exposure of one expiry of an underlying by measure, with what its prices say of the way ahead.',
  timestamp: 'ts',
  key: ['underlying', 'model', 'expiry', 'settlement'],
  retentionDays: 90,
  rowsPerDay: 1_500_000,
  columns: {
    ts: eventTime,
    underlying,
    model,
    expiry,
    settlement,
    spot,
    ...exposureColumns,
    ...premiumRatio,
    ...volumeWalls,
    max_pain: { ...points, doc: 'strike at which its options would be worth least at settlement; a statistic, not a forecast' },
    expected_move_iv: { ...points, doc: 'one standard deviation by implied volatility: spot × σ × √years' },
    expected_move_straddle: { ...points, doc: 'one standard deviation by the straddle nearest the forward: its price × √(π/2)' },
    forward: { type: 'double', unit: 'points', doc: 'what prices are taken from' },
    forward_source: { type: 'symbol', unit: 'text', doc: '`parity`, or why it is the configured one' },
    rate: { type: 'double', unit: 'fraction a year', nullable: true, doc: 'continuously compounded' },
    dividend_yield: {
      type: 'double',
      unit: 'fraction a year',
      nullable: true,
      doc: 'the continuous yield that gives the forward',
    },
    input_seq: inputSeq,
    ...provenance,
  },
});
