import { expect, test } from 'vitest';
import type { ScanRunEvent } from '../events/scanner-event.ts';
import { type NothingScanned, nothingScanned } from './nothing-scanned.ts';

const run = (status: 'running' | 'completed' | 'failed', detail = '') => ({ body: { status, detail } }) as ScanRunEvent;

test.each<[NothingScanned, string, readonly ScanRunEvent[]]>([
  ['unclear', 'before the first scan', []],
  ['unclear', 'while it runs', [run('running')]],
  ['unclear', 'when no scan went well', [run('failed', '3 of 4 partitions came to it')]],
  ['not-scanned', 'when a scan came to all that it scans', [run('running'), run('completed')]],
  ['not-scanned', 'when it left out others', [run('completed', 'not scanned: SPXW (no chain), QQQ (no chain)')]],
  ['nothing-came', 'when it left this one out', [run('completed', 'not scanned: QQQ (no chain), SPX (no chain)')]],
  ['unclear', 'when it left out more than it names', [run('completed', 'not scanned: QQQ (no chain) and 3 more')]],
])('nothing of SPX is %s %s', (why, _case, runs) => {
  expect(nothingScanned({ runs: () => runs }, 'SPX')).toBe(why);
});
