import { simulatedClock } from '@gexstream/actors';
import type { Bus, StoredRecord, SubscribeOptions } from '@gexstream/bus';
import { epochMs } from '@gexstream/domain';
import { metrics } from '@gexstream/metrics';
import { expect, test } from 'vitest';
import { gexSamples, measuredBus } from './gex-metrics.ts';

const at = epochMs(Date.UTC(2026, 10, 20, 15, 30));
const record: StoredRecord = { topic: 'market', partition: 0, offset: 7, key: 'SPX', value: null, timestampMs: at };

/** A bus of which only these are called. */
const silentBus = (subscribed: (options: SubscribeOptions) => void): Bus => {
  const never = () => Promise.reject(new Error('not called'));
  return {
    publish: async () => {},
    subscribe: async (options) => {
      subscribed(options);
      return { done: Promise.resolve(), close: async () => {} };
    },
    declareTopics: never,
    inspectTopics: never,
    topics: never,
    offsets: never,
    groups: never,
    committed: never,
    read: never,
    close: never,
  };
};

const batchThrough = async (feedNow: (() => typeof at) | null, onBatch: SubscribeOptions['onBatch']): Promise<string> => {
  const all = metrics({ clock: simulatedClock(at), version: '1' });
  const given: SubscribeOptions[] = [];
  const bus = measuredBus(
    silentBus((options) => {
      given.push(options);
    }),
    { metrics: all, feedNow },
  );
  await bus.subscribe({ topics: ['market'], group: 'gex', start: 'earliest', onBatch });
  await given[0]!
    .onBatch({ topic: 'market', partition: 0, records: [record], endOffset: 8 }, async () => {})
    .catch(() => undefined);
  return all.text();
};

test('a batch counts once, with the age of its newest record in the feed’s time', async () => {
  const text = await batchThrough(
    () => epochMs(at + 40),
    async (_batch, commit) => commit(7),
  );
  expect(text).toContain('gex_compute_seconds_count 1');
  expect(text).toContain('gex_pipeline_latency_seconds_sum 0.04');
});

test('without the feed’s time no latency is made up', async () => {
  const text = await batchThrough(null, async () => {});
  expect(text).toContain('gex_compute_seconds_count 1');
  expect(text).toContain('gex_pipeline_latency_seconds_count 0');
});

test('a batch that fails is not counted', async () => {
  const text = await batchThrough(null, () => Promise.reject(new Error('full')));
  expect(text).toContain('gex_compute_seconds_count 0');
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
