import { formatPoints, formatUsd, heatmapThemes, palettes } from '@gexstream/charts';
import uPlot from 'uplot';
import { axisStyle } from './axis-style.ts';
import { byId, setText } from './element.ts';
import { type HistoryMinute, historyColumns } from './history-series.ts';
import { newYorkFields } from './new-york-time.ts';
import { themeOf } from './theme.ts';
import type { ViewState } from './view-state.ts';

export interface HistoryChart {
  /** Draws the minutes of a symbol; the chart is made anew only when its colours change. `problem`: why older ones are missing. */
  show(minutes: readonly HistoryMinute[], view: ViewState, problem: string | null): void;
}

const plotHeightMin = 180;
/** Four lines of uPlot's legend. */
const legendHeight = 84;

export const historyChart = (): HistoryChart => {
  const host = byId('history');
  let plot: uPlot | null = null;
  let colours = '';
  new ResizeObserver(() => {
    if (plot !== null && host.clientWidth > 0) plot.setSize(sizeOf(host));
  }).observe(host);

  return {
    show(minutes, view, problem) {
      setText(byId('history-note'), noteOf(minutes, problem));
      const wanted = `${view.palette} ${themeOf(view.theme)}`;
      if (plot !== null && colours !== wanted) {
        plot.destroy();
        plot = null;
      }
      colours = wanted;
      if (minutes.length === 0) return plot?.setData(historyColumns([]));
      if (plot === null) plot = new uPlot({ ...optionsOf(view), ...sizeOf(host) }, historyColumns(minutes), host);
      else plot.setData(historyColumns(minutes));
      // Without a cursor on the chart its legend reads the newest minute.
      if (plot.cursor.idx == null) plot.setLegend({ idx: plot.data[0].length - 1 });
    },
  };
};

const noteOf = (minutes: readonly HistoryMinute[], problem: string | null): string => {
  if (problem !== null) return `Earlier minutes are missing: ${problem}. Asked for again within 30 s.`;
  return minutes.length === 0
    ? 'No history yet: it begins with the first full minute.'
    : '1-minute values, New York time; gaps stay gaps.';
};

const sizeOf = (host: HTMLElement): { width: number; height: number } => ({
  width: host.clientWidth,
  height: Math.max(plotHeightMin, host.clientHeight - legendHeight),
});

const optionsOf = ({ palette, theme }: ViewState): Omit<uPlot.Options, 'width' | 'height'> => {
  const colours = heatmapThemes[themeOf(theme)];
  const line = palettes[palette][themeOf(theme)];
  const axis = axisStyle(colours);
  return {
    tzDate: newYorkFields,
    padding: [8, 0, 0, 0],
    cursor: { y: false, drag: { x: false, y: false } },
    scales: { x: { range: halfHourAtLeast }, usd: { range: withZero }, points: {} },
    axes: [
      { ...axis, space: 60, size: 26, values: (_plot, splits) => splits.map(clockText) },
      { ...axis, scale: 'usd', size: 54, values: (_plot, splits) => splits.map((usd) => formatUsd(usd)) },
      {
        ...axis,
        scale: 'points',
        side: 1,
        size: 50,
        grid: { show: false },
        values: (_plot, splits) => splits.map((price) => formatPoints(price, price < 1_000 ? 1 : 0)),
      },
    ],
    series: [
      { label: 'NY time', value: (_plot, at) => (at === null ? '–' : clockText(at)) },
      {
        label: 'Net $/1 %',
        scale: 'usd',
        stroke: line.positive,
        fill: `${line.positive}22`,
        fillTo: 0,
        width: 1.5,
        value: (_plot, usd) => (usd === null ? '–' : formatUsd(usd, { significantDigits: 3 })),
      },
      { label: 'Spot', scale: 'points', stroke: colours.spot, width: 1.5, value: (_plot, price) => priceText(price) },
      {
        label: 'Zero gamma',
        scale: 'points',
        stroke: colours.zeroGamma,
        width: 1.5,
        dash: [6, 4],
        value: (_plot, price) => priceText(price),
      },
      { ...levelLine, label: 'King ★', stroke: colours.king, width: 2 },
      { ...levelLine, label: 'Call wall', stroke: colours.callWall, dash: [2, 3] },
      { ...levelLine, label: 'Put wall', stroke: colours.putWall, dash: [2, 3] },
    ],
  };
};

/** A strike stays where it is until another takes its place. Far ones lie outside the picture: they shall not press spot's path flat. */
const levelLine: uPlot.Series = {
  scale: 'points',
  auto: false,
  width: 1,
  paths: uPlot.paths.stepped!({ align: 1 }),
  value: (_plot, price) => priceText(price),
};

/** Zero belongs in the picture: the sign of net is what one looks for. */
const withZero: uPlot.Range.Function = (_plot, low, high) => {
  const from = Math.min(0, low ?? 0);
  const to = Math.max(0, high ?? 0);
  const margin = (to - from || 1) * 0.08;
  return [from < 0 ? from - margin : 0, to > 0 ? to + margin : 0];
};

/** A chart that has only begun shows its first minutes at the right, not blown up to its whole width. */
const halfHourAtLeast: uPlot.Range.Function = (_plot, low, high) =>
  high === null || low === null || high - low >= 1_800 ? [low ?? 0, high ?? 1] : [high - 1_800, high];

const priceText = (price: number | null): string => (price === null ? '–' : formatPoints(price));

const clockText = (epochSeconds: number): string => {
  const local = newYorkFields(epochSeconds);
  return `${String(local.getHours()).padStart(2, '0')}:${String(local.getMinutes()).padStart(2, '0')}`;
};
