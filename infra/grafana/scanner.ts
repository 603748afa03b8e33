// biome-ignore-all lint/suspicious/noTemplateCurlyInString: these are Grafana's variables, not JavaScript's.
import { dashboard, queryVariable } from './dashboard.ts';
import { type DataSource, sqlPanel } from './panels.ts';
import { queries } from './queries.ts';

const lines = { custom: { lineWidth: 2, fillOpacity: 0, showPoints: 'always', pointSize: 4, insertNulls: 1_500_000 } };
const columns = { reduceOptions: { calcs: ['lastNotNull'], fields: '/.*/', values: false }, textMode: 'value_and_name' };
/** Fractions, read as percent. */
const percent = ['hit_rate', 'mean_return'];

/** What `/scanner` of the product shows, from the history: there it is the present, here the range that is chosen. */
export const scannerDashboard = (source: DataSource, { uid, title }: { readonly uid: string; readonly title: string }) =>
  dashboard({
    uid,
    title,
    description:
      'Whale flow, fresh open interest and skew, scored 0 to 100, with what came of them. Educational purposes only; not a recommendation.',
    refresh: '1m',
    from: 'now-24h',
    variables: [queryVariable(source, 'feed', queries.feeds), queryVariable(source, 'symbol', queries.scannedSymbols)],
    panels: [
      sqlPanel(source, queries.sentimentNow, {
        title: 'Market sentiment at the newest scan',
        type: 'stat',
        width: 24,
        height: 4,
        options: columns,
      }),
      sqlPanel(source, queries.opportunitiesRanked, {
        title: 'Opportunities of the range, by score, with what came of their like',
        type: 'table',
        width: 24,
        height: 11,
        percent,
      }),
      sqlPanel(source, queries.symbolSkewOverTime, {
        title: '25-delta skew of ${symbol}, vol points',
        type: 'timeseries',
        width: 12,
        height: 9,
        defaults: lines,
        // One line an expiry: the answer has them below one another.
        transformations: [{ id: 'prepareTimeSeries', options: { format: 'multi' } }],
      }),
      sqlPanel(source, queries.sentimentOverTime, {
        title: 'Average skew of all symbols, vol points',
        type: 'timeseries',
        width: 12,
        height: 9,
        defaults: lines,
      }),
      sqlPanel(source, queries.outcomesBySignal, {
        title: 'Outcomes by signal, band and horizon',
        type: 'table',
        width: 12,
        height: 9,
        percent,
      }),
      sqlPanel(source, queries.scans, { title: 'Scans', type: 'table', width: 12, height: 9 }),
    ],
  });
