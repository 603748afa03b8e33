import { table } from '../table.ts';
import { inputSeq, provenance, underlying } from './columns.ts';

/** One row per quote record: null is "did not change", so two records of the same moment are two rows, told apart by their number. */
export const underlyingTicks = table({
  name: 'underlying_ticks',
  doc: 'Quotes of the underlyings as they changed.',
  timestamp: 'ts',
  key: ['underlying', 'input_seq'],
  retentionDays: 30,
  rowsPerDay: 5_000_000,
  columns: {
    ts: { type: 'timestamp', unit: 'epoch ms', doc: 'event time' },
    underlying,
    origin: { type: 'symbol', unit: 'stream|rest', doc: 'pushed, or asked for' },
    bid: { type: 'double', unit: 'points', nullable: true, doc: 'best bid; null: not changed' },
    ask: { type: 'double', unit: 'points', nullable: true, doc: 'best ask; null: not changed' },
    last: { type: 'double', unit: 'points', nullable: true, doc: 'last trade, or the index value; null: not changed' },
    mark: { type: 'double', unit: 'points', nullable: true, doc: "the source's mark; null: not changed" },
    volume: { type: 'double', unit: 'shares', nullable: true, doc: 'traded today; null: not changed' },
    quote_ts: { type: 'timestamp', unit: 'epoch ms', nullable: true, doc: "source's time of bid and ask" },
    trade_ts: { type: 'timestamp', unit: 'epoch ms', nullable: true, doc: "source's time of the trade" },
    input_seq: inputSeq,
    ...provenance,
  },
});
