import { table } from '../table.ts';
import { inputSeq, provenance } from './columns.ts';
import { scanId, scanned } from './scanner-columns.ts';

/** One row per scan: written when it begins, replaced when it ends. */
export const scanRuns = table({
  name: 'scan_runs',
  doc: 'Scans of the session: 09:45 to 16:00 New York, every 15 minutes.',
  timestamp: 'start_ts',
  key: ['scan_id'],
  retentionDays: 30,
  rowsPerDay: 26,
  columns: {
    start_ts: { type: 'timestamp', unit: 'epoch ms', doc: 'when its chains were asked for' },
    scan_id: scanId,
    end_ts: { type: 'timestamp', unit: 'epoch ms', nullable: true, doc: 'when it ended; null while it runs' },
    status: scanned.name('status', 'running, completed or failed'),
    stocks_scanned: { type: 'long', unit: 'symbols', doc: 'how many were seen whole' },
    expiries_scanned: { type: 'long', unit: 'rows', doc: 'symbols × expiries' },
    total_api_calls: { type: 'long', unit: 'calls', doc: 'REST calls made for it, failed ones included' },
    detail: { type: 'text', unit: 'text', doc: 'why it failed, or what was left out; empty when all went well' },
    input_seq: inputSeq,
    ...provenance,
  },
});
