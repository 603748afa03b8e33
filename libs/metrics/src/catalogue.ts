/** A metric that this product gives: `gex_`, base units, `_total` on what only rises. Labels take few values: no strike, contract or chat. */
export interface MetricDeclaration {
  readonly name: `gex_${string}`;
  readonly type: 'gauge' | 'counter' | 'histogram';
  readonly help: string;
  readonly labels: readonly string[];
  /** Upper bounds of a histogram, in its unit, ascending. */
  readonly buckets?: readonly number[];
}

const gauge = <const Labels extends readonly string[]>(name: `gex_${string}`, help: string, ...labels: Labels) =>
  ({ name, type: 'gauge', help, labels }) as const;

const counter = <const Labels extends readonly string[]>(name: `gex_${string}_total`, help: string, ...labels: Labels) =>
  ({ name, type: 'counter', help, labels }) as const;

const histogram = (name: `gex_${string}_seconds`, help: string, buckets: readonly number[]) =>
  ({ name, type: 'histogram', help, labels: [], buckets }) as const;

/** Read from status objects when somebody asks. */
export const sampled = {
  buildInfo: gauge('gex_build_info', 'Always 1; the labels tell which program this is.', 'version', 'node'),

  feedState: gauge('gex_feed_state', '1 for what ingest is connected to now, 0 for the others.', 'state'),
  marketSession: gauge(
    'gex_market_session',
    "1 for the part of the exchange's day that the feed is in, 0 for the others.",
    'session',
  ),
  eventAge: gauge('gex_event_age_seconds', 'Feed time now minus the newest source time of the underlying.', 'underlying'),
  contracts: gauge('gex_contracts', 'Contracts that ingest follows, by how.', 'underlying', 'by'),
  clockSkew: gauge(
    'gex_clock_skew_seconds',
    "How far ingest's clock is ahead of the source's, by the least of its last three heartbeats.",
  ),
  frames: counter('gex_frames_total', 'Frames from the streamer.'),
  garbage: counter('gex_garbage_total', 'Elements of frames that could not be read.'),
  rejectedValues: counter(
    'gex_rejected_values_total',
    'Values, contracts and fields of the source that were left out, by reason; unknown and missing fields say that its schema has moved.',
    'reason',
  ),
  updates: counter('gex_updates_total', 'Option rows, quotes and bars published.'),
  records: counter('gex_records_total', 'Records published on topic market, time marks not counted.'),
  timeMarks: counter('gex_time_marks_total', 'Time marks published on topic market.'),
  outboxDrafts: gauge('gex_outbox_drafts', 'Records that wait in ingest for the bus.'),
  outboxBytes: gauge('gex_outbox_bytes', 'Memory that they take, about.'),
  outboxAge: gauge('gex_outbox_age_seconds', 'How long the oldest of them has waited.'),
  coalescedRows: counter(
    'gex_coalesced_rows_total',
    'Option rows that newer ones took the place of because the outbox was full: no gap, but values in between.',
  ),
  droppedRecords: counter(
    'gex_dropped_records_total',
    'Records dropped because the outbox was full; a gap record says when.',
    'underlying',
  ),
  publishFailures: counter('gex_publish_failures_total', 'Times the bus did not take what was published; each is tried again.'),
  restCalls: counter('gex_rest_calls_total', 'Calls of the REST API of the source, by whose share of the budget paid.', 'payer'),
  restFailures: counter('gex_rest_failures_total', 'Those of them that failed, by code.', 'code'),
  restCircuit: gauge(
    'gex_rest_circuit',
    '1 for the state of the circuit before all REST calls, 0 for the others; open: nobody calls for a while.',
    'state',
  ),
  loginExpires: gauge(
    'gex_login_expires_timestamp_seconds',
    'When somebody has to log in again, as Unix time; not told where nobody logs in.',
  ),
  reconnects: counter('gex_reconnects_total', 'Times the stream was connected again.'),

  scannedSymbols: gauge('gex_scanned_symbols', 'Symbols that the scanner watches.'),
  partitions: gauge('gex_partitions_assigned', 'Partitions that this process holds of its group.', 'group'),
  consumerLag: gauge('gex_consumer_lag_records', 'Records that a group has not dealt with yet.', 'group', 'topic'),
  kafkaLag: gauge(
    'gex_kafka_lag_records',
    'Records on the broker behind the last handled one, over the partitions that this process holds.',
    'group',
    'topic',
  ),
  kafkaQueuedRecords: gauge(
    'gex_kafka_queued_records',
    'Records in this process that wait: of the producer to be acknowledged, of a subscription to be handled.',
    'client',
    'group',
  ),
  kafkaQueuedBytes: gauge('gex_kafka_queued_bytes', 'Bytes of these.', 'client', 'group'),
  deadLetters: counter('gex_dead_letters_total', 'Records that a reader could not read since its start.', 'reader'),

  historyRows: counter('gex_history_rows_total', 'Rows that the store has acknowledged; replaced ones count again.', 'table'),
  historyBatches: counter('gex_history_batches_total', 'Batches that the store has acknowledged.', 'table'),
  historyFailures: counter('gex_history_failures_total', 'Times the store did not take a batch.', 'table'),
  historyRetrying: gauge(
    'gex_history_retrying',
    '1 while a batch that the store did not take waits for the next attempt.',
    'table',
  ),
  historyBatchesWaiting: gauge('gex_history_batches_waiting', 'Batches read and not yet committed.'),
  storeQuarantinedRows: counter(
    'gex_store_quarantined_rows_total',
    'Rows that the store refused for good; they are kept in dead-letters.',
    'table',
  ),
  historyTrimFailures: counter('gex_history_trim_failures_total', 'Times rows beyond their retention could not be dropped.'),

  alerts: counter(
    'gex_alerts_total',
    'Alerts that fired and that were resolved, of all chats and of the web page, by kind of rule; told or not.',
    'rule',
    'phase',
  ),
  alertsSuppressed: counter('gex_alerts_suppressed_total', 'Alerts that fired and were not told, by why.', 'reason'),
  notified: counter(
    'gex_notify_total',
    'Messages of the outbox that were dealt with, by what became of them.',
    'platform',
    'outcome',
  ),
  notifyFailures: counter(
    'gex_notify_failures_total',
    'Attempts that a chat platform did not take, by why; what passes is tried again.',
    'platform',
    'reason',
  ),
  notifyRetryAfter: gauge('gex_notify_retry_after_seconds', 'What a platform last asked to wait; 0 before it did.', 'platform'),
  notifyWaiting: gauge('gex_outbox_depth', 'Messages to chats that wait or are under way.', 'platform'),
  notifyOldest: gauge('gex_outbox_oldest_seconds', 'How long the oldest of them has waited.', 'platform'),
  discordHeartbeatAge: gauge(
    'gex_discord_heartbeat_age_seconds',
    'Since Discord was last heard of: a heartbeat comes every 41 s.',
  ),
  telegramPollAge: gauge('gex_telegram_poll_age_seconds', 'Since Telegram last answered a poll, which takes up to 50 s.'),

  chatCommands: counter(
    'gex_chat_commands_total',
    'Commands in chats: answered, refused for access, broken on our side.',
    'outcome',
  ),
  chatPlatformUp: gauge('gex_chat_platform_up', '1 while the platform is connected.', 'platform'),

  ready: gauge('gex_ready', '1 for ready, degraded (no history) or not-ready as /readyz says it, 0 for the others.', 'status'),
  refusedRequests: counter('gex_api_refused_requests_total', 'Requests that the API refused because a limit was reached.'),
  sseClients: gauge('gex_sse_clients', 'Readers of the streams.'),
  sseDropped: gauge('gex_sse_dropped_events', 'Events that slow readers, still connected, were not sent.'),
  cacheRequests: counter(
    'gex_cache_requests_total',
    'Parts of API answers asked for as JSON: hit, made already since the last change; miss, made anew.',
    'cache',
    'result',
  ),

  actorMailboxDepth: gauge('gex_actor_mailbox_depth', 'Messages that wait.', 'actor'),
  actorHandled: counter('gex_actor_handled_total', 'Messages handled.', 'actor'),
  actorDropped: counter('gex_actor_dropped_total', 'Messages that a full mailbox let go.', 'actor'),
  actorRestarts: counter('gex_actor_restarts_total', 'Restarts after a crash.', 'actor'),
  actorUp: gauge('gex_actor_up', '1 while the actor runs.', 'actor'),

  scrapeFailures: counter('gex_scrape_failures_total', 'Times a part of this process did not tell its numbers.', 'source'),
} as const satisfies Record<string, MetricDeclaration>;

/** Measured where it happens. */
export const observed = {
  pipelineLatency: histogram(
    'gex_pipeline_latency_seconds',
    'From the event time of the newest record of a batch to its outputs being published and committed.',
    [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30],
  ),
  compute: histogram(
    'gex_compute_seconds',
    'Time a batch of market records took, publishing and committing not counted.',
    [0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1],
  ),
} as const satisfies Record<string, MetricDeclaration>;

export type SampledName = keyof typeof sampled;
export type ObservedName = keyof typeof observed;
type LabelsOf<Name extends SampledName> = Readonly<Record<(typeof sampled)[Name]['labels'][number], string>>;

/** One number of one metric at one moment. */
export type Sample = {
  [Name in SampledName]: { readonly metric: Name; readonly value: number; readonly labels: LabelsOf<Name> };
}[SampledName];
