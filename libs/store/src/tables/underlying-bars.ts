import { table } from '../table.ts';
import { inputSeq, provenance, underlying } from './columns.ts';

/** One row per minute; a bar that is sent again replaces the first. */
export const underlyingBars = table({
  name: 'underlying_bars',
  doc: 'One-minute bars of the underlyings.',
  timestamp: 'ts',
  key: ['underlying'],
  retentionDays: 730,
  rowsPerDay: 20_000,
  columns: {
    ts: { type: 'timestamp', unit: 'epoch ms', doc: 'start of the minute' },
    underlying,
    open: { type: 'double', unit: 'points', doc: 'first price' },
    high: { type: 'double', unit: 'points', doc: 'highest price' },
    low: { type: 'double', unit: 'points', doc: 'lowest price' },
    close: { type: 'double', unit: 'points', doc: 'last price' },
    volume: { type: 'double', unit: 'shares', doc: 'traded in the minute' },
    input_seq: inputSeq,
    ...provenance,
  },
});
