import { table } from '../table.ts';
import { eventTime, expiry, inputSeq, model, provenance, settlement, sliceLevels, spot, underlying } from './columns.ts';

/** One row per expiry and minute, from the levels record that falls on the full minute. */
export const gexExpiryLevels = table({
  name: 'gex_expiry_levels',
  doc: 'Dealer gamma of one expiry of an underlying, with its levels.',
  timestamp: 'ts',
  key: ['underlying', 'model', 'expiry', 'settlement'],
  retentionDays: 90,
  rowsPerDay: 500_000,
  columns: {
    ts: eventTime,
    underlying,
    model,
    expiry,
    settlement,
    settles_ts: { type: 'timestamp', unit: 'epoch ms', doc: 'when the expiry settles' },
    floored: { type: 'boolean', unit: 'yes/no', doc: 'time to settlement was below one minute and was taken as one' },
    spot,
    atm_iv: { type: 'double', unit: 'fraction a year', nullable: true, doc: 'implied volatility at the forward' },
    put_25d_iv: { type: 'double', unit: 'fraction a year', nullable: true, doc: 'implied volatility of the 25-delta put' },
    call_25d_iv: { type: 'double', unit: 'fraction a year', nullable: true, doc: 'implied volatility of the 25-delta call' },
    skew_25d: {
      type: 'double',
      unit: 'vol points',
      nullable: true,
      doc: 'IV of the 25-delta put minus that of the 25-delta call; null when a wing is missing',
    },
    ...sliceLevels,
    input_seq: inputSeq,
    ...provenance,
  },
});
