import { table } from '../table.ts';
import { eventTime, inputSeq, model, provenance, sliceLevels, spot, underlying } from './columns.ts';
import { exposureColumns, premiumRatio, volumeWalls } from './exposure-columns.ts';

/** One row per minute, model and horizon. As long as the levels are kept: the rank of an implied volatility looks a year back. */
export const gexExposures = table({
  name: 'gex_exposures',
  doc: 'Every exposure of an underlying by measure and horizon, with the levels of each.',
  timestamp: 'ts',
  key: ['underlying', 'model', 'horizon'],
  retentionDays: 730,
  rowsPerDay: 300_000,
  columns: {
    ts: eventTime,
    underlying,
    model,
    horizon: { type: 'symbol', unit: '0dte|weekly|monthly|all', doc: 'which expiries; each holds the ones before it' },
    spot,
    expiries: { type: 'long', unit: 'expiries', doc: 'how many the horizon holds' },
    gross_share: { type: 'double', unit: 'fraction', nullable: true, doc: 'of the gross GEX of all expiries' },
    ...sliceLevels,
    ...exposureColumns,
    ...premiumRatio,
    ...volumeWalls,
    atm_iv_30d: {
      type: 'double',
      unit: 'fraction a year',
      nullable: true,
      doc: 'implied volatility at the forward, 30 days ahead; of horizon `all`, null where no two expiries enclose that',
    },
    skew_25d_30d: {
      type: 'double',
      unit: 'vol points',
      nullable: true,
      doc: 'IV of the 25-delta put minus that of the call, 30 days ahead; of horizon `all`, null where no two expiries with both wings enclose that',
    },
    input_seq: inputSeq,
    ...provenance,
  },
});
