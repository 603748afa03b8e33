import { simulatedClock } from '@gexstream/actors';
import type { Batch, StoredRecord } from '@gexstream/bus';
import { epochMs } from '@gexstream/domain';
import { metrics } from '@gexstream/metrics';
import { expect, test } from 'vitest';
import { gexSamples, observeBatches } from './gex-metrics.ts';

const at = epochMs(Date.UTC(2026, 10, 20, 15, 30));
const record: StoredRecord = { topic: 'market', partition: 0, offset: 7, key: 'SPX', value: null, timestampMs: at };

const batch: Batch = { topic: 'market', partition: 0, records: [record], endOffset: 8 };

const observed = (feedNow: () => typeof at | null): Promise<string> => {
  const all = metrics({ clock: simulatedClock(at), version: '1' });
  observeBatches({ metrics: all, feedNow })(batch, 0.003);
  return all.text();
};

test('a batch counts once, with the age of its newest record in the feed’s time', async () => {
  const text = await observed(() => epochMs(at + 40));
  expect(text).toContain('gex_compute_seconds_count 1');
  expect(text).toContain('gex_compute_seconds_sum 0.003');
  expect(text).toContain('gex_pipeline_latency_seconds_sum 0.04');
});

test('without the feed’s time no latency is made up', async () => {
  const text = await observed(() => null);
  expect(text).toContain('gex_compute_seconds_count 1');
  expect(text).toContain('gex_pipeline_latency_seconds_count 0');
});

test('partitions and dead letters are told, and actors where the status has them', () => {
  const spx = { path: 'gex/SPX', handled: 9, dropped: 0, restarts: 0, mailboxDepth: 0, state: 'running' } as const;
  expect(gexSamples({ partitions: 12, deadLetters: 3, actors: [] })).toHaveLength(2);
  expect(gexSamples({ partitions: 12, deadLetters: 3, actors: [spx] })).toContainEqual({
    metric: 'actorHandled',
    value: 9,
    labels: { actor: 'gex/SPX' },
  });
});
