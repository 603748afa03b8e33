import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Bus, decodeEvent, type StoredRecord } from '@gexstream/bus';
import type { ScanRunEvent } from '@gexstream/domain';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { start } from '../../apps/scanner/src/market.fixture.ts';
import { allRecords, byIdentity, openLog } from '../support/gex-log.ts';
import { scanned, scannedRows, scannerLog, scannerTables, scannerTopics } from '../support/scanner-log.ts';

const recorded = scannerLog();

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'gexstream-scanner-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

const outputsOf = async (bus: Bus): Promise<readonly StoredRecord[]> =>
  (await Promise.all(scannerTopics.map((name) => allRecords(bus, name)))).flat();

test('a recorded log, scanned whole or with a stop in the middle, gives the same records, byte for byte, and says nothing twice', async () => {
  const [whole, broken] = [await openLog(join(folder, 'whole')), await openLog(join(folder, 'broken'))];
  await whole.publish(recorded);
  await scanned(whole);
  // Past the first snapshots, between two looks.
  const middle = recorded.findIndex(({ timestampMs }) => timestampMs > start + 402_600);
  await broken.publish(recorded.slice(0, middle));
  await scanned(broken);
  await broken.publish(recorded.slice(middle));
  await scanned(broken);
  const [a, b] = [await outputsOf(whole), await outputsOf(broken)];
  expect(a.length).toBeGreaterThan(100);
  expect(byIdentity(b)).toEqual(byIdentity(a));
  await Promise.all([whole.close(), broken.close()]);
});

test('S-11: what a scan finds is stored: rows in every table of the scanner, with the calls that were made', async () => {
  const rows = await scannedRows(recorded, folder);
  const counts = Object.fromEntries(scannerTables.map((name) => [name, Object.keys(rows[name]!).length]));
  // Two symbols of three are seen, at five expiries each; two scans fall into the log.
  expect(counts).toMatchObject({ skew_metrics: 20, sentiment: 2, scan_runs: 2 });
  expect(Object.entries(counts).filter(([, count]) => count === 0)).toEqual([]);

  const bus = await openLog(join(folder, 'log'));
  const runs = (await allRecords(bus, 'scan-runs')).map(({ value }) => (decodeEvent(value!) as ScanRunEvent).body);
  expect(runs.map(({ scanId, status, totalApiCalls }) => [scanId, status, totalApiCalls])).toEqual([
    ['20261120-1030', 'running', 0],
    ['20261120-1030', 'completed', 6],
    ['20261120-1045', 'running', 0],
    ['20261120-1045', 'completed', 0],
  ]);
  expect(runs[1]).toMatchObject({ stocksScanned: 2, expiriesScanned: 10, detail: 'not scanned: XOM (SCHWAB_TIMEOUT)' });
  await bus.close();
});
