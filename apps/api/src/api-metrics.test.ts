import { expect, test } from 'vitest';
import { apiSamples } from './api-metrics.ts';
import type { StatusBody } from './contract/status.ts';

const underlying = { coverage: null, contracts: 100, streamed: 20, polled: 80, last_chain: null, last_event: null };
const status: StatusBody = {
  status: 'ok',
  last_fetch: null,
  symbols: ['SPX'],
  interval: 1,
  name: 'gexstream',
  version: '0.1.0',
  uptime_seconds: 10,
  ready: 'degraded',
  state: 'reconnecting',
  detail: 'socket closed',
  source: 'sim',
  simulated: true,
  feed_now: '2026-11-20T15:30:00.000Z',
  speed: 1,
  session: 'regular',
  session_date: '2026-11-20',
  underlyings: [
    { ...underlying, symbol: 'SPX', status: 'live', as_of: '2026-11-20T15:30:00.000Z', age_ms: 250 },
    { ...underlying, symbol: 'IWM', status: null, as_of: null, age_ms: null },
  ],
  last_gap: null,
  login_expires: null,
  rest_circuit: 'closed',
  store: { ok: false, detail: 'STORE_FAILED' },
  bus: { ok: true, detail: 'output topics are followed' },
  lag: { gex: { records: 5, topics: { market: 5 } }, history: null },
  streams: { clients: 2, clients_max: 100, dropped_events: 3 },
  refused_requests: 4,
  unreadable_records: 1,
  components: {},
};

const none = { hits: 0, misses: 0 };
const cache = { levels: { hits: 5, misses: 2 }, strikes: { hits: 0, misses: 1 }, cells: none, session: none, exposures: none };

const valuesOf = (metric: string) =>
  Object.fromEntries(
    apiSamples(status, cache).flatMap((sample) =>
      sample.metric === metric ? [[Object.values(sample.labels).join(), sample.value]] : [],
    ),
  );

test('ages are seconds; an underlying without levels has none', () => {
  expect(valuesOf('eventAge')).toEqual({ SPX: 0.25 });
});

test('lag is told per group and topic; a group that has committed nothing has none', () => {
  expect(valuesOf('consumerLag')).toEqual({ 'gex,market': 5 });
});

test('states are told by 1 among 0s', () => {
  expect(valuesOf('ready')).toEqual({ ready: 0, degraded: 1, 'not-ready': 0 });
  expect(valuesOf('marketSession')).toEqual({ pre: 0, regular: 1, post: 0, closed: 0 });
  expect(valuesOf('feedState')).toMatchObject({ reconnecting: 1, live: 0, unknown: 0 });
});

test('parts of answers are counted as hits and misses', () => {
  expect(valuesOf('cacheRequests')).toEqual({
    ...{
      'levels,hit': 5,
      'levels,miss': 2,
      'strikes,hit': 0,
      'strikes,miss': 1,
      'exposures,hit': 0,
      'exposures,miss': 0,
      'cells,hit': 0,
      'cells,miss': 0,
      'session,hit': 0,
      'session,miss': 0,
    },
  });
});

test('streams, refusals and what could not be read are counted', () => {
  expect([valuesOf('sseClients'), valuesOf('sseDropped'), valuesOf('deadLetters')]).toEqual([{ '': 2 }, { '': 3 }, { api: 1 }]);
  expect(valuesOf('refusedRequests')).toEqual({ '': 4 });
});
