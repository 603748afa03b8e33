import { table } from '../table.ts';
import { expiry, inputSeq, provenance, spot, underlying } from './columns.ts';
import { contract, scanned } from './scanner-columns.ts';

/** One row per followed opportunity and horizon, standing at the moment it was entered. */
export const outcomes = table({
  name: 'outcomes',
  doc: 'What came of opportunities: returns of the underlying and of the contract.',
  timestamp: 'entry_ts',
  key: ['underlying', 'contract', 'horizon'],
  retentionDays: 730,
  rowsPerDay: 5_000,
  columns: {
    entry_ts: { type: 'timestamp', unit: 'epoch ms', doc: 'when the opportunity rose into its band' },
    underlying,
    expiry,
    ...contract,
    horizon: scanned.name('horizon', '15m, 1h, close or 1d'),
    due_ts: { type: 'timestamp', unit: 'epoch ms', doc: 'when it was to be looked at' },
    signal_type: scanned.name('signal', 'at the entry'),
    band: scanned.name('band', 'at the entry'),
    composite_score: scanned.number('points of 100', 'at the entry'),
    smooth_score: scanned.number('points of 100', 'at the entry'),
    spot,
    mark: scanned.maybe('points', 'of the contract at the entry'),
    exit_spot: scanned.maybe('points', 'of the underlying at the horizon'),
    exit_mark: scanned.maybe('points', 'of the contract at the horizon'),
    underlying_return: scanned.maybe('fraction', 'exit_spot / spot − 1'),
    contract_return: scanned.maybe('fraction', 'exit_mark / mark − 1'),
    detail: { type: 'text', unit: 'text', doc: 'why a return is missing; empty when none is' },
    input_seq: inputSeq,
    ...provenance,
  },
});
