import { dashboard } from './dashboard.ts';
import { metricsPanel } from './panels.ts';

const rate = (metric: string, by: string): string => `sum by (${by}) (rate(${metric}[1m]))`;
const quantile = (q: number, metric: string): string => `histogram_quantile(${q}, sum by (le) (rate(${metric}_bucket[1m])))`;
const quantiles = (metric: string) => [0.5, 0.99].map((q) => ({ expr: quantile(q, metric), legend: `p${q * 100}` }));

/** What an operator looks at: whether data come, how far behind who is, what broke. */
export const pipelineDashboard = () =>
  dashboard({
    uid: 'gexstream-pipeline',
    title: 'gexstream pipeline',
    description: 'From the frames of the feed to the rows of the history.',
    refresh: '10s',
    from: 'now-1h',
    panels: [
      metricsPanel([{ expr: 'max by (state) (gex_feed_state{app="ingest"}) == 1', legend: '{{state}}' }], {
        title: 'Feed',
        type: 'stat',
        width: 4,
        height: 5,
        options: { textMode: 'name' },
      }),
      metricsPanel([{ expr: 'max by (status) (gex_ready) == 1', legend: '{{status}}' }], {
        title: 'API',
        type: 'stat',
        width: 4,
        height: 5,
        options: { textMode: 'name' },
      }),
      metricsPanel([{ expr: 'up{job="gexstream"}', legend: '{{app}} {{instance}}' }], {
        title: 'Processes',
        type: 'state-timeline',
        width: 16,
        height: 5,
      }),
      metricsPanel([{ expr: 'max by (underlying) (gex_event_age_seconds)', legend: '{{underlying}}' }], {
        title: 'Age of the newest event',
        type: 'timeseries',
        width: 12,
        unit: 's',
      }),
      metricsPanel([{ expr: 'max by (group, topic) (gex_consumer_lag_records)', legend: '{{group}} {{topic}}' }], {
        title: 'Consumer lag, records',
        type: 'timeseries',
        width: 12,
      }),
      metricsPanel(quantiles('gex_pipeline_latency_seconds'), {
        title: 'Event to output',
        type: 'timeseries',
        width: 8,
        unit: 's',
      }),
      metricsPanel(quantiles('gex_compute_seconds'), {
        title: 'Computation of a batch',
        type: 'timeseries',
        width: 8,
        unit: 's',
      }),
      metricsPanel([{ expr: 'gex_nodejs_eventloop_lag_p99_seconds', legend: '{{app}}' }], {
        title: 'Event loop lag, p99',
        type: 'timeseries',
        width: 8,
        unit: 's',
      }),
      metricsPanel(
        [
          { expr: 'sum(rate(gex_updates_total[1m]))', legend: 'updates' },
          { expr: 'sum(rate(gex_frames_total[1m]))', legend: 'frames' },
          { expr: 'sum(rate(gex_records_total[1m]))', legend: 'records' },
        ],
        { title: 'Received and published, a second', type: 'timeseries', width: 12 },
      ),
      metricsPanel([{ expr: rate('gex_history_rows_total', 'table'), legend: '{{table}}' }], {
        title: 'Rows kept, a second',
        type: 'timeseries',
        width: 12,
      }),
      metricsPanel(
        [
          { expr: 'sum(increase(gex_rest_calls_total[1m]))', legend: 'calls' },
          { expr: 'sum by (code) (increase(gex_rest_failures_total[1m]))', legend: 'failed: {{code}}' },
        ],
        { title: 'REST calls, a minute', type: 'timeseries', width: 8 },
      ),
      metricsPanel(
        [
          { expr: 'sum by (reader) (increase(gex_dead_letters_total[5m]))', legend: 'dead letters: {{reader}}' },
          { expr: 'sum by (table) (increase(gex_history_failures_total[5m]))', legend: 'not stored: {{table}}' },
          { expr: 'sum(increase(gex_garbage_total[5m]))', legend: 'garbage in frames' },
        ],
        { title: 'What went wrong, in 5 minutes', type: 'timeseries', width: 8 },
      ),
      metricsPanel(
        [
          { expr: 'sum by (actor) (increase(gex_actor_restarts_total[5m])) > 0', legend: 'actor {{actor}}' },
          { expr: 'changes(gex_process_start_time_seconds[5m])', legend: 'process {{app}}' },
          { expr: 'sum(increase(gex_reconnects_total[5m]))', legend: 'reconnects' },
        ],
        { title: 'Restarts, in 5 minutes', type: 'timeseries', width: 8 },
      ),
      metricsPanel([{ expr: 'topk(10, gex_actor_mailbox_depth)', legend: '{{actor}}' }], {
        title: 'Fullest mailboxes',
        type: 'timeseries',
        width: 8,
      }),
      metricsPanel(
        [
          {
            expr: `${rate('gex_cache_requests_total{result="hit"}', 'cache')} / ${rate('gex_cache_requests_total', 'cache')}`,
            legend: '{{cache}}',
          },
        ],
        { title: 'Cache hits', type: 'timeseries', width: 8, unit: 'percentunit', defaults: { min: 0, max: 1 } },
      ),
      metricsPanel(
        [
          { expr: 'sum(gex_sse_clients)', legend: 'readers' },
          { expr: 'sum(gex_sse_dropped_events)', legend: 'events not sent to slow ones' },
        ],
        { title: 'Streams', type: 'timeseries', width: 8 },
      ),
      metricsPanel(
        [
          { expr: 'sum by (app, client, group) (gex_kafka_queued_records)', legend: '{{app}} {{client}} {{group}}' },
          { expr: 'max by (app, group, topic) (gex_kafka_lag_records)', legend: '{{app}} behind on {{topic}}' },
        ],
        { title: 'Kafka clients: records waiting, lag', type: 'timeseries', width: 24 },
      ),
      metricsPanel([{ expr: 'gex_process_resident_memory_bytes', legend: '{{app}}' }], {
        title: 'Memory',
        type: 'timeseries',
        width: 12,
        unit: 'bytes',
      }),
      metricsPanel([{ expr: 'rate(gex_process_cpu_seconds_total[1m])', legend: '{{app}}' }], {
        title: 'CPU, cores',
        type: 'timeseries',
        width: 12,
      }),
    ],
  });
