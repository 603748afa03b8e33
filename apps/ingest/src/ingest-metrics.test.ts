import { simulatedClock } from '@gexstream/actors';
import { epochMs } from '@gexstream/domain';
import { metrics } from '@gexstream/metrics';
import { expect, test } from 'vitest';
import { ingestSamples } from './ingest-metrics.ts';
import type { IngestStatus } from './ingest-options.ts';

const status: IngestStatus = {
  state: 'auth-required',
  detail: 'log in again',
  wallMs: epochMs(0),
  speed: 1,
  symbols: [
    { underlying: 'SPX', contracts: 100, streamed: 20, polled: 80, lastChainMs: null, lastEventMs: null },
    { underlying: 'SPY', contracts: 0, streamed: 0, polled: 0, lastChainMs: null, lastEventMs: null },
  ],
  lastGap: null,
  loginExpiresMs: epochMs(1_795_631_200),
  restCircuit: 'open',
  clockSkewMs: -3_600_500,
  counters: {
    frames: 7,
    garbage: 1,
    updates: 50,
    records: 9,
    timeMarks: 12,
    publishFailures: 2,
    rejected: { 'iv: negative': 4, 'bid: negative': 2, 'newGreek: unknown field': 1 },
    restCalls: { stream: 1, chains: 6, scanner: 0, onDemand: 0 },
    restFailures: { SCHWAB_UNAUTHORIZED: 2 },
    reconnects: 3,
  },
  outbox: { drafts: 30, bytes: 9_000, waitedMs: 12_500, coalescedRows: 11, dropped: { SPX: { records: 40, updates: 2_000 } } },
  actors: [
    { path: 'ingest/stream-session', handled: 5, dropped: 1, restarts: 0, mailboxDepth: 2, mailboxDepthMax: 4, state: 'running' },
  ],
};

test('counters keep their numbers, and every state but the present one is 0', async () => {
  const all = metrics({ clock: simulatedClock(epochMs(0)), version: '1' });
  all.registerSource('ingest', () => ingestSamples(status));
  const text = await all.text();
  for (const line of [
    'gex_frames_total 7',
    'gex_updates_total 50',
    'gex_rejected_values_total{reason="negative"} 6',
    'gex_rejected_values_total{reason="unknown field"} 1',
    'gex_rejected_values_total{reason="missing field"} 0',
    'gex_records_total 9',
    'gex_outbox_drafts 30',
    'gex_outbox_age_seconds 12.5',
    'gex_coalesced_rows_total 11',
    'gex_dropped_records_total{underlying="SPX"} 40',
    'gex_dropped_records_total{underlying="SPY"} 0',
    'gex_publish_failures_total 2',
    'gex_reconnects_total 3',
    'gex_rest_calls_total{payer="chains"} 6',
    'gex_rest_failures_total{code="SCHWAB_UNAUTHORIZED"} 2',
    'gex_contracts{underlying="SPX",by="stream"} 20',
    'gex_contracts{underlying="SPX",by="chain"} 80',
    'gex_feed_state{state="auth-required"} 1',
    'gex_feed_state{state="live"} 0',
    'gex_rest_circuit{state="open"} 1',
    'gex_rest_circuit{state="closed"} 0',
    'gex_clock_skew_seconds -3600.5',
    'gex_login_expires_timestamp_seconds 1795631.2',
    'gex_actor_mailbox_depth{actor="ingest/stream-session"} 2',
  ])
    expect(text.split('\n')).toContain(line);
});
