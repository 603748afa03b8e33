import type { heatmapThemes } from '@gexstream/charts';
import type uPlot from 'uplot';

/** How an axis of any chart of the page looks in a theme; its size and values are the chart's. */
export const axisStyle = ({ dimText, rule }: (typeof heatmapThemes)['dark']): uPlot.Axis => ({
  stroke: dimText,
  grid: { stroke: rule, width: 1 },
  ticks: { stroke: rule, width: 1, size: 4 },
  font: '11px system-ui, sans-serif',
});
