export { followLimit, robustLimit } from './colour-limit.ts';
export {
  type ColourScale,
  colourScale,
  type PaletteName,
  palettes,
  type ThemeName,
} from './colour-scale.ts';
export { columnText, rowText } from './heatmap/draw-headers.ts';
export { drawHeatmap } from './heatmap/draw-heatmap.ts';
export { rowPosition } from './heatmap/heatmap-axes.ts';
export {
  type CellPlace,
  cellAt,
  columnLeft,
  columnWidthOf,
  type HeatmapLayout,
  heatmapLayout,
  rowTop,
  scrollToCentre,
  scrollToShow,
} from './heatmap/heatmap-layout.ts';
export { type HeatmapLevel, type LevelName, levelStyles } from './heatmap/heatmap-levels.ts';
export {
  cellValue,
  columnTotal,
  type HeatmapModel,
  heatmapModel,
  plainCellValues,
} from './heatmap/heatmap-model.ts';
export type { HeatmapSource, HeatmapView, Quantity, Settlement } from './heatmap/heatmap-source.ts';
export { type HeatmapTheme, heatmapThemes } from './heatmap/heatmap-theme.ts';
export { formatUsd } from './money.ts';
export { formatCount, formatPoints } from './price.ts';
export { drawSkewTime } from './skew-time/draw-skew-time.ts';
export { type SkewLine, type SkewLook, skewLines } from './skew-time/skew-lines.ts';
export { drawStrikeTime, type StrikeColumn } from './strike-time/draw-strike-time.ts';
