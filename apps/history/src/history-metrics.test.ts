import { expect, test } from 'vitest';
import { historySamples } from './history-metrics.ts';
import type { HistoryStatus } from './start-history.ts';

const status: HistoryStatus = {
  actors: [],
  tables: { gex_levels: { rows: 40, batches: 4, failures: 2, lastError: 'away', retrying: true } },
  deadLetters: 1,
  batchesWaiting: 8,
  lastEventMs: null,
  trimmedSession: null,
  trimFailures: 0,
};

test('a table that waits for the store says so, with what was kept and what was refused', () => {
  expect(historySamples(status)).toEqual([
    { metric: 'historyRows', value: 40, labels: { table: 'gex_levels' } },
    { metric: 'historyBatches', value: 4, labels: { table: 'gex_levels' } },
    { metric: 'historyFailures', value: 2, labels: { table: 'gex_levels' } },
    { metric: 'historyRetrying', value: 1, labels: { table: 'gex_levels' } },
    { metric: 'historyBatchesWaiting', value: 8, labels: {} },
    { metric: 'historyTrimFailures', value: 0, labels: {} },
    { metric: 'deadLetters', value: 1, labels: { reader: 'history' } },
  ]);
});
