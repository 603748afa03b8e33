import { choice, dashboard, queryVariable } from './dashboard.ts';
import { type DataSource, sqlPanel } from './panels.ts';
import { queries } from './queries.ts';

const usd = 'currencyUSD';
const lines = { custom: { lineWidth: 2, fillOpacity: 0, showPoints: 'never', spanNulls: true } };
const columns = { reduceOptions: { calcs: ['lastNotNull'], fields: '/.*/', values: false }, textMode: 'value_and_name' };

/** What a trader looks at, from the history: the page of the product shows the present faster. */
export const traderDashboard = (source: DataSource, { uid, title }: { readonly uid: string; readonly title: string }) =>
  dashboard({
    uid,
    title,
    description:
      'Gamma exposure in USD per 1 % move; calls +, puts − (dealers long calls, short puts). Educational purposes only; not a recommendation.',
    refresh: '10s',
    from: 'now-6h',
    variables: [
      queryVariable(source, 'feed', queries.feeds),
      queryVariable(source, 'underlying', queries.underlyings),
      queryVariable(source, 'model', queries.models),
      choice('interval', ['1m', '5m', '1h']),
    ],
    panels: [
      sqlPanel(source, queries.levelsNow, { title: 'Now', type: 'stat', width: 24, height: 4, options: columns }),
      sqlPanel(source, queries.levelsOverTime, {
        title: 'Spot, zero gamma and walls',
        type: 'timeseries',
        width: 14,
        height: 11,
        defaults: lines,
      }),
      sqlPanel(source, queries.exposureByStrike, {
        title: 'Exposure by strike now',
        type: 'barchart',
        width: 10,
        height: 11,
        unit: usd,
        options: { orientation: 'horizontal', xField: 'strike', stacking: 'none', showValue: 'never' },
      }),
      sqlPanel(source, queries.exposureOverTime, {
        title: 'Exposure',
        type: 'timeseries',
        width: 14,
        unit: usd,
        defaults: lines,
      }),
      sqlPanel(source, queries.coverage, {
        title: 'Coverage',
        type: 'timeseries',
        width: 10,
        unit: 'percentunit',
        defaults: { min: 0, max: 1, custom: { fillOpacity: 30, stacking: { mode: 'normal' } } },
      }),
      sqlPanel(source, queries.history, {
        title: 'Net exposure by interval',
        type: 'candlestick',
        width: 14,
        unit: usd,
        options: { mode: 'candles', fields: { open: 'open', high: 'high', low: 'low', close: 'close' } },
      }),
      sqlPanel(source, queries.kingsOverTime, {
        title: 'Kings and spot',
        type: 'timeseries',
        width: 10,
        // A king stays where it is until another strike takes its place.
        defaults: { custom: { ...lines.custom, lineInterpolation: 'stepAfter' } },
      }),
      sqlPanel(source, queries.skewOverTime, {
        title: 'Skew',
        type: 'timeseries',
        width: 14,
        defaults: lines,
        // One line an expiry: the answer has them below one another.
        transformations: [{ id: 'prepareTimeSeries', options: { format: 'multi' } }],
      }),
      sqlPanel(source, queries.volatilityOverTime, {
        title: 'Implied volatility, 30 days ahead',
        type: 'timeseries',
        width: 10,
        unit: 'percentunit',
        defaults: lines,
      }),
      sqlPanel(source, queries.greeksOverTime, {
        title: 'Delta, vanna and charm exposure',
        type: 'timeseries',
        width: 14,
        unit: usd,
        defaults: lines,
      }),
      sqlPanel(source, queries.horizonsOverTime, {
        title: 'Net exposure by horizon',
        type: 'timeseries',
        width: 10,
        unit: usd,
        defaults: lines,
        transformations: [{ id: 'prepareTimeSeries', options: { format: 'multi' } }],
      }),
      sqlPanel(source, queries.gaps, { title: 'Gaps', type: 'table', width: 10 }),
      sqlPanel(source, queries.expiriesNow, { title: 'By expiry, newest full minute', type: 'table', width: 24 }),
      sqlPanel(source, queries.expiryExposuresNow, {
        title: 'Exposures by expiry, newest full minute',
        type: 'table',
        width: 24,
      }),
    ],
  });
