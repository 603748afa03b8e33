import { table } from '../table.ts';
import { eventTime, inputSeq, model, provenance, sliceLevels, spot, underlying } from './columns.ts';

/** One row per levels record: four a second of event time, and one at each change. */
export const gexLevels = table({
  name: 'gex_levels',
  doc: 'Dealer gamma of an underlying in total, with its levels.',
  timestamp: 'ts',
  key: ['underlying', 'model'],
  retentionDays: 730,
  rowsPerDay: 4_000_000,
  columns: {
    ts: eventTime,
    underlying,
    model,
    spot,
    ...sliceLevels,
    streamed_share: { type: 'double', unit: 'fraction', nullable: true, doc: 'share of gross gamma that is streamed' },
    polled_share: { type: 'double', unit: 'fraction', nullable: true, doc: 'share of gross gamma that is polled' },
    stale_share: { type: 'double', unit: 'fraction', nullable: true, doc: 'share of gross gamma that is stale' },
    input_seq: inputSeq,
    ...provenance,
  },
});
