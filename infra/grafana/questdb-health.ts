import { dashboard } from './dashboard.ts';
import { type DataSource, metricsPanel, redFrom, sqlPanel, upOrDown } from './panels.ts';
import { queries } from './queries.ts';

/** QuestDB by its own numbers. */
export const questDbDashboard = (source: DataSource) =>
  dashboard({
    uid: 'gexstream-questdb',
    title: 'gexstream QuestDB',
    description: 'Whether what is written becomes visible, and what it costs.',
    refresh: '10s',
    from: 'now-1h',
    panels: [
      metricsPanel([{ expr: 'up{job="questdb"}', legend: 'answers' }], {
        title: 'QuestDB',
        description: 'Whether QuestDB answers Prometheus; alert QuestDbDown.',
        defaults: upOrDown,
        type: 'stat',
        width: 4,
        height: 6,
      }),
      metricsPanel([{ expr: 'questdb_suspended_tables', legend: 'suspended' }], {
        title: 'Suspended tables',
        description:
          'Tables that take rows and show none of them, since applying failed; alert QuestDbSuspendedTables says what to do.',
        type: 'stat',
        width: 4,
        height: 6,
        defaults: redFrom(1),
      }),
      sqlPanel(source, queries.walTables, { title: 'Tables', type: 'table', width: 16, height: 6 }),
      metricsPanel(
        [
          { expr: 'rate(questdb_wal_written_rows_total[1m])', legend: 'received' },
          { expr: 'rate(questdb_wal_apply_written_rows_total[1m])', legend: 'visible' },
          { expr: 'rate(questdb_wal_apply_physically_written_rows_total[1m])', legend: 'written to disk' },
        ],
        {
          title: 'Rows, a second',
          description:
            'Received: acknowledged to the history. Visible: what queries see. Written to disk: with what was rewritten for late rows.',
          type: 'timeseries',
          width: 12,
        },
      ),
      metricsPanel([{ expr: 'questdb_wal_apply_seq_txn - questdb_wal_apply_writer_txn', legend: 'transactions' }], {
        title: 'Received and not yet visible',
        description:
          'Transactions of the log that no query sees yet. A step or two is usual; one that only rises is a suspended table or a disk too slow.',
        type: 'timeseries',
        width: 12,
      }),
      metricsPanel(
        [
          { expr: 'rate(questdb_pg_wire_queries_total[1m])', legend: 'Postgres wire' },
          { expr: 'rate(questdb_json_queries_total[1m])', legend: 'HTTP' },
        ],
        {
          title: 'Queries, a second',
          description: "Of Grafana, the API and doctor by the Postgres wire; the history's writes are not among them.",
          type: 'timeseries',
          width: 8,
        },
      ),
      metricsPanel(
        [
          { expr: 'rate(questdb_pg_wire_errors_total[5m])', legend: 'Postgres wire' },
          { expr: 'rate(questdb_query_error_counter_total[5m])', legend: 'queries' },
          { expr: 'rate(questdb_unhandled_errors_total[5m])', legend: 'unhandled' },
        ],
        {
          title: 'Errors, a second',
          description: 'Statements that failed. A few at a start, when tables are looked for, are none to mind.',
          type: 'timeseries',
          width: 8,
        },
      ),
      metricsPanel(
        [
          { expr: 'questdb_pg_wire_connections', legend: 'Postgres wire' },
          { expr: 'questdb_http_connections', legend: 'HTTP' },
          { expr: 'questdb_line_http_connections', legend: 'lines over HTTP' },
        ],
        { title: 'Connections', description: 'Open connections, by the way they came.', type: 'timeseries', width: 8 },
      ),
      metricsPanel(
        [
          { expr: 'questdb_memory_rss', legend: 'resident' },
          { expr: 'questdb_memory_mem_used', legend: 'native and mapped' },
          { expr: 'questdb_memory_jvm_total - questdb_memory_jvm_free', legend: 'heap in use' },
        ],
        {
          title: 'Memory',
          description:
            "Of the container's 896 MB. Mapped pages of open tables count as resident and are given back when they are wanted.",
          type: 'timeseries',
          width: 12,
          unit: 'bytes',
        },
      ),
      metricsPanel(
        [
          { expr: 'rate(questdb_jvm_major_gc_time_total[1m])', legend: 'major, ms a second' },
          { expr: 'rate(questdb_jvm_minor_gc_time_total[1m])', legend: 'minor, ms a second' },
        ],
        {
          title: 'Garbage collection',
          description: 'Milliseconds a second that the heap is collected; above 100 it is too small (JVM_PREPEND).',
          type: 'timeseries',
          width: 12,
        },
      ),
    ],
  });
