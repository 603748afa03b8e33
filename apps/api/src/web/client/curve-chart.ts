import { formatPoints, formatUsd, heatmapThemes, palettes } from '@gexstream/charts';
import uPlot from 'uplot';
import type { ExposuresBody } from '../../contract/exposures.ts';
import { axisStyle } from './axis-style.ts';
import { byId, setText } from './element.ts';
import { curvePoints, curveText } from './exposure-curve.ts';
import { themeOf } from './theme.ts';
import type { ViewState } from './view-state.ts';

export interface CurveChart {
  /** Hidden while nothing is known; made anew only when its colours change. */
  show(exposures: ExposuresBody | null, view: Pick<ViewState, 'palette' | 'theme'>): void;
}

const height = 170;

/** Net GEX if spot were elsewhere, with spot and every root marked. */
export const curveChart = (): CurveChart => {
  const host = byId('curve');
  let plot: uPlot | null = null;
  let colours = '';
  /** New each minute; the page is painted four times a second. */
  let drawn: ExposuresBody | null = null;
  let marks: Marks = { spot: 0, roots: [] };
  new ResizeObserver(() => {
    if (plot !== null && host.clientWidth > 0) plot.setSize({ width: host.clientWidth, height });
  }).observe(host);

  return {
    show(exposures, view) {
      const known = exposures !== null && exposures.curve.spot.length > 0;
      const wanted = `${view.palette} ${themeOf(view.theme)}`;
      if (exposures === drawn && wanted === colours) return;
      drawn = exposures;
      byId('curve-part').hidden = !known;
      setText(byId('curve-note'), known ? curveText(exposures) : '');
      if (!known) return;
      const { points, spot, roots } = curvePoints(exposures);
      marks = { spot, roots };
      if (plot !== null && colours !== wanted) {
        plot.destroy();
        plot = null;
      }
      colours = wanted;
      const data: uPlot.AlignedData = [points.map(([at]) => at), points.map(([, usd]) => usd)];
      if (plot === null) plot = new uPlot({ ...optionsOf(view, () => marks), width: host.clientWidth, height }, data, host);
      else plot.setData(data);
      // Without a cursor on the chart its legend reads the value at spot.
      if (plot.cursor.idx == null) plot.setLegend({ idx: points.filter(([at]) => at < spot).length });
    },
  };
};

interface Marks {
  readonly spot: number;
  readonly roots: readonly number[];
}

const optionsOf = (
  { palette, theme }: Pick<ViewState, 'palette' | 'theme'>,
  marks: () => Marks,
): Omit<uPlot.Options, 'width' | 'height'> => {
  const colours = heatmapThemes[themeOf(theme)];
  const line = palettes[palette][themeOf(theme)];
  const axis = axisStyle(colours);
  return {
    padding: [8, 8, 0, 0],
    cursor: { y: false, drag: { x: false, y: false } },
    legend: { live: true },
    scales: { x: { time: false }, y: { range: (_plot, low, high) => [Math.min(0, low ?? 0), Math.max(0, high ?? 1)] } },
    axes: [
      { ...axis, space: 60, size: 26, values: (_plot, splits) => splits.map((price) => formatPoints(price)) },
      { ...axis, size: 54, values: (_plot, splits) => splits.map((usd) => formatUsd(usd)) },
    ],
    series: [
      { label: 'If spot were', value: (_plot, price) => (price === null ? '–' : formatPoints(price, 2)) },
      {
        label: 'Net $/1 %',
        stroke: line.positive,
        fill: `${line.positive}22`,
        fillTo: 0,
        width: 1.5,
        points: { show: false },
        value: (_plot, usd) => (usd === null ? '–' : formatUsd(usd, { significantDigits: 3 })),
      },
    ],
    hooks: {
      draw: [
        (plot) => {
          const { spot, roots } = marks();
          upright(plot, spot, colours.spot, []);
          for (const root of roots) upright(plot, root, colours.zeroGamma, [6, 4]);
        },
      ],
    },
  };
};

const upright = ({ ctx, bbox, valToPos, scales }: uPlot, at: number, colour: string, dash: readonly number[]): void => {
  const { min, max } = scales.x!;
  if (min == null || max == null || at < min || at > max) return;
  const x = Math.round(valToPos(at, 'x', true)) + 0.5;
  ctx.save();
  ctx.strokeStyle = colour;
  ctx.lineWidth = devicePixelRatio;
  ctx.setLineDash(dash.map((length) => length * devicePixelRatio));
  ctx.beginPath();
  ctx.moveTo(x, bbox.top);
  ctx.lineTo(x, bbox.top + bbox.height);
  ctx.stroke();
  ctx.restore();
};
