import { table } from '../table.ts';
import { inputSeq, provenance, underlying } from './columns.ts';

/** One row per time span in which nothing was received; kept as long as what it explains. */
export const feedGaps = table({
  name: 'feed_gaps',
  doc: 'When an underlying was not received, and why.',
  timestamp: 'from_ts',
  key: ['underlying'],
  retentionDays: 730,
  rowsPerDay: 100,
  columns: {
    from_ts: { type: 'timestamp', unit: 'epoch ms', doc: 'begin of the gap' },
    to_ts: { type: 'timestamp', unit: 'epoch ms', doc: 'end of the gap' },
    underlying,
    reason: { type: 'text', unit: 'text', doc: 'why nothing was received' },
    input_seq: inputSeq,
    ...provenance,
  },
});
