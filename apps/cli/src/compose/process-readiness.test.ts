import { expect, test } from 'vitest';
import { kafkaWatch } from './kafka-watch.ts';
import {
  apiReadiness,
  consumerReadiness,
  historyReadiness,
  ingestReadiness,
  processReadiness,
  readyLagMax,
} from './process-readiness.ts';

const watching = (...records: readonly number[]) => {
  const kafka = kafkaWatch();
  const lag = records.map((each, partition) => ({ topic: 'market', partition, records: each }));
  kafka.onStatistics({ client: 'subscription', group: 'gex', queuedRecords: 3, queuedBytes: 300, lag });
  return kafka;
};

test('a process is ready when all that runs in it is, and not before all has come up', async () => {
  const { register, check } = processReadiness(['gex', 'api']);
  register('gex', () => ({ ok: true, detail: 'reads' }));
  expect(await check()).toEqual({ ok: false, detail: 'gex: reads; api: is starting' });
  register('api', async () => ({ ok: true, detail: 'ready' }));
  expect(await check()).toEqual({ ok: true, detail: 'gex: reads; api: ready' });
});

test('ingest: live, or silent while the market is closed; a login that has ended never', () => {
  expect(ingestReadiness({ state: 'live', detail: '' }, true).ok).toBe(true);
  expect(ingestReadiness({ state: 'reconnecting', detail: 'socket closed' }, true)).toEqual({
    ok: false,
    detail: 'reconnecting (socket closed)',
  });
  expect(ingestReadiness({ state: 'reconnecting', detail: 'socket closed' }, false).ok).toBe(true);
  expect(ingestReadiness({ state: 'auth-required', detail: 'log in' }, false).ok).toBe(false);
});

test('a consumer: partitions, and not far behind on all of them together', () => {
  expect(consumerReadiness(kafkaWatch(), 'gex')).toEqual({ ok: false, detail: 'no partitions are assigned' });
  expect(consumerReadiness(watching(), 'gex').ok).toBe(false);
  expect(consumerReadiness(watching(readyLagMax, 0), 'gex')).toEqual({ ok: true, detail: '2 partitions, 5000 records behind' });
  expect(consumerReadiness(watching(readyLagMax, 1), 'gex').ok).toBe(false);
  expect(consumerReadiness(null, 'gex').ok).toBe(true);
});

test('the history: besides, a store that takes its rows', () => {
  const tables = (retrying: boolean) => ({ gex_levels: { rows: 1, batches: 1, failures: 0, retrying } }) as never;
  expect(historyReadiness(watching(0), 'gex', { tables: tables(false) }).ok).toBe(true);
  expect(historyReadiness(watching(0), 'gex', { tables: tables(true) })).toEqual({
    ok: false,
    detail: 'the store does not take rows of gex_levels',
  });
});

test('the api: degraded, without its history, still serves the present', () => {
  const status = { bus: { ok: true, detail: 'followed' }, state: 'live', store: { ok: false, detail: 'STORE_FAILED' } } as const;
  expect(apiReadiness({ ...status, ready: 'degraded' })).toEqual({
    ok: true,
    detail: 'degraded (bus: followed; feed: live; store: STORE_FAILED)',
  });
  expect(apiReadiness({ ...status, ready: 'not-ready' }).ok).toBe(false);
});

test('what Kafka tells becomes numbers by group and topic, the newest of each', () => {
  const kafka = watching(4, 3);
  kafka.onStatistics({ client: 'producer', group: null, queuedRecords: 1, queuedBytes: 10, lag: [] });
  kafka.onStatistics({ client: 'producer', group: null, queuedRecords: 2, queuedBytes: 20, lag: [] });
  const told = kafka.samples().map(({ metric, value, labels }) => `${metric} ${Object.values(labels).join()} ${value}`);
  expect(told).toEqual([
    'kafkaQueuedRecords subscription,gex 3',
    'kafkaQueuedBytes subscription,gex 300',
    'partitions gex 2',
    'kafkaLag gex,market 7',
    'kafkaQueuedRecords producer,none 2',
    'kafkaQueuedBytes producer,none 20',
  ]);
});
