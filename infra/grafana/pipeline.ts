import { dashboard } from './dashboard.ts';
import { alertAbove, metricsPanel, upOrDown } from './panels.ts';

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
        description:
          "The state of Schwab's stream, or the simulator's, by ingest's word: starting, connecting, live, reconnecting, auth-required, stopping.",
        type: 'stat',
        width: 4,
        height: 5,
        options: { textMode: 'name', colorMode: 'none' },
      }),
      metricsPanel([{ expr: 'max by (status) (gex_ready) == 1', legend: '{{status}}' }], {
        title: 'API',
        description: 'What the API answers at /readyz: ready, degraded (without its history), not-ready.',
        type: 'stat',
        width: 4,
        height: 5,
        options: { textMode: 'name', colorMode: 'none' },
      }),
      metricsPanel([{ expr: 'up{job="gexstream"}', legend: '{{app}} {{instance}}' }], {
        title: 'Processes',
        description: 'Whether each process answers Prometheus.',
        defaults: upOrDown,
        type: 'state-timeline',
        width: 16,
        height: 5,
      }),
      metricsPanel([{ expr: 'max by (underlying) (gex_event_age_seconds)', legend: '{{underlying}}' }], {
        title: 'Age of the newest event',
        description:
          'How old the newest data of each underlying are. In market hours some stand below 5 s; alerts FeedStale and UnderlyingStale.',
        defaults: alertAbove(60),
        type: 'timeseries',
        width: 12,
        unit: 's',
      }),
      metricsPanel([{ expr: 'max by (group, topic) (gex_consumer_lag_records)', legend: '{{group}} {{topic}}' }], {
        title: 'Consumer lag, records',
        description: 'How far each group is behind on its topics. Rises while a process is away, then falls; alert ConsumerLag.',
        defaults: alertAbove(5_000),
        type: 'timeseries',
        width: 12,
      }),
      metricsPanel(quantiles('gex_pipeline_latency_seconds'), {
        title: 'Event to output',
        description:
          "From the source's time of an event to the record that gex publishes of it, cadence included; alert PipelineSlow.",
        defaults: alertAbove(1),
        type: 'timeseries',
        width: 8,
        unit: 's',
      }),
      metricsPanel(quantiles('gex_compute_seconds'), {
        title: 'Computation of a batch',
        description: 'What a batch of records costs gex, without waiting.',
        type: 'timeseries',
        width: 8,
        unit: 's',
      }),
      metricsPanel([{ expr: 'gex_nodejs_eventloop_lag_p99_seconds', legend: '{{app}}' }], {
        title: 'Event loop lag, p99',
        description: 'How long a process does not come to anything else; alert EventLoopBlocked.',
        defaults: alertAbove(0.25),
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
        {
          title: 'Received and published, a second',
          description:
            'Frames of the feed, the updates in them, and the records that ingest makes of them. All three fall to nothing when the feed is silent.',
          type: 'timeseries',
          width: 12,
        },
      ),
      metricsPanel([{ expr: rate('gex_history_rows_total', 'table'), legend: '{{table}}' }], {
        title: 'Rows kept, a second',
        description: 'Rows that the history has stored, by table. Nothing for minutes in market hours: look at QuestDB.',
        type: 'timeseries',
        width: 12,
      }),
      metricsPanel(
        [
          { expr: 'sum(increase(gex_rest_calls_total[1m]))', legend: 'calls' },
          { expr: 'sum by (code) (increase(gex_rest_failures_total[1m]))', legend: 'failed: {{code}}' },
        ],
        {
          title: 'REST calls, a minute',
          description: 'Calls to Schwab, of 120 that it allows, and those that failed, by code.',
          type: 'timeseries',
          width: 8,
        },
      ),
      metricsPanel(
        [
          { expr: 'sum by (reader) (increase(gex_dead_letters_total[5m]))', legend: 'dead letters: {{reader}}' },
          { expr: 'sum by (table) (increase(gex_history_failures_total[5m]))', legend: 'not stored: {{table}}' },
          { expr: 'sum(increase(gex_garbage_total[5m]))', legend: 'garbage in frames' },
        ],
        {
          title: 'What went wrong, in 5 minutes',
          description:
            'Records that a reader could not read, batches that the store did not take, frames that were no frames. Each of them is in a log.',
          type: 'timeseries',
          width: 8,
        },
      ),
      metricsPanel(
        [
          { expr: 'sum by (actor) (increase(gex_actor_restarts_total[5m])) > 0', legend: 'actor {{actor}}' },
          { expr: 'changes(gex_process_start_time_seconds[5m])', legend: 'process {{app}}' },
          { expr: 'sum(increase(gex_reconnects_total[5m]))', legend: 'reconnects' },
        ],
        {
          title: 'Restarts, in 5 minutes',
          description: 'Actors that crashed and began again, processes that started, connections of the stream made anew.',
          type: 'timeseries',
          width: 8,
        },
      ),
      metricsPanel([{ expr: 'topk(10, gex_actor_mailbox_depth)', legend: '{{actor}}' }], {
        title: 'Fullest mailboxes',
        description: 'Messages that wait for an actor: the ten with the most. One that grows is the one that is too slow.',
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
        {
          title: 'Cache hits',
          description: 'The share of requests that were answered from a cache.',
          type: 'timeseries',
          width: 8,
          unit: 'percentunit',
          defaults: { min: 0, max: 1 },
        },
      ),
      metricsPanel(
        [
          { expr: 'sum(gex_sse_clients)', legend: 'readers' },
          { expr: 'sum(gex_sse_dropped_events)', legend: 'events not sent to slow ones' },
        ],
        {
          title: 'Streams',
          description:
            'Open event streams of the API, and events that slow readers were not sent, since they get the newest instead.',
          type: 'timeseries',
          width: 8,
        },
      ),
      metricsPanel(
        [
          { expr: 'sum by (app, client, group) (gex_kafka_queued_records)', legend: '{{app}} {{client}} {{group}}' },
          { expr: 'max by (app, group, topic) (gex_kafka_lag_records)', legend: '{{app}} behind on {{topic}}' },
        ],
        {
          title: 'Kafka clients: records waiting, lag',
          description:
            "By librdkafka's own statistics: records not yet sent or not yet handled, and how far each consumer is behind. Empty with kafkajs.",
          type: 'timeseries',
          width: 24,
        },
      ),
      metricsPanel([{ expr: 'gex_process_resident_memory_bytes', legend: '{{app}}' }], {
        title: 'Memory',
        description: 'Resident memory of each process; its limit is mem_limit of compose.yaml.',
        type: 'timeseries',
        width: 12,
        unit: 'bytes',
      }),
      metricsPanel([{ expr: 'rate(gex_process_cpu_seconds_total[1m])', legend: '{{app}}' }], {
        title: 'CPU, cores',
        description: 'Cores that each process keeps busy.',
        type: 'timeseries',
        width: 12,
      }),
    ],
  });
