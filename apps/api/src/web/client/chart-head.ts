import { byId, setText } from './element.ts';
import type { SymbolData } from './gex-data.ts';
import type { HeatmapScene } from './heatmap-scene.ts';
import { newYorkDateTime } from './new-york-time.ts';
import { sourceMarks } from './source-marks.ts';
import type { ViewState } from './view-state.ts';

const quantityNames = { net: 'Net', call: 'Call', put: 'Put', gross: 'Gross' } as const;

/** What the picture shows, in words: quantity, unit, and of when. */
export const paintChartHead = (view: ViewState, symbol: SymbolData | null, scene: HeatmapScene | null): void => {
  if (symbol === null || scene === null) return;
  setText(
    byId('chart-title'),
    `${view.symbol} ${quantityNames[view.quantity].toLowerCase()} gamma exposure by strike and expiry, $ per 1 % move`,
  );
  setText(
    byId('as-of'),
    `${[...sourceMarks(symbol.levels), ''].join(' · ')}As of ${newYorkDateTime(symbol.levels.as_of)} · ${symbol.levels.convention} · measure ${symbol.levels.measure} · carry ${symbol.levels.carry}`,
  );
};
