import { table } from '../table.ts';
import { eventTime, expiry, inputSeq, model, provenance, settlement, spot, underlying } from './columns.ts';

/** One row per expiry and minute: element i of every list belongs to `strikes[i]`. */
export const gexProfiles = table({
  name: 'gex_profiles',
  doc: 'Dealer gamma of one expiry of an underlying by strike.',
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
    spot,
    strikes: { type: 'doubles', unit: 'points', doc: 'ascending' },
    call_gex: { type: 'doubles', unit: 'USD per 1 %', doc: 'gamma exposure of the call at each strike' },
    put_gex: { type: 'doubles', unit: 'USD per 1 %', doc: 'gamma exposure of the put at each strike, not positive' },
    call_oi: { type: 'doubles', unit: 'contracts', doc: 'open interest of the calls' },
    put_oi: { type: 'doubles', unit: 'contracts', doc: 'open interest of the puts' },
    call_volume: { type: 'doubles', unit: 'contracts', doc: 'calls traded today' },
    put_volume: { type: 'doubles', unit: 'contracts', doc: 'puts traded today' },
    input_seq: inputSeq,
    ...provenance,
  },
});
