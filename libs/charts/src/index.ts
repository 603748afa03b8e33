export { followLimit, robustLimit } from './colour-limit.ts';
export {
  type ColourScale,
  colourScale,
  type Palette,
  type PaletteName,
  palettes,
  relativeLuminance,
  signedSqrt,
  type ThemeName,
} from './colour-scale.ts';
export type { DrawingContext } from './drawing-context.ts';
export { columnText, rowText } from './heatmap/draw-headers.ts';
export { drawHeatmap } from './heatmap/draw-heatmap.ts';
export { type HeatmapAxes, type HeatmapColumn, type HeatmapRow, rowOfStrike, rowPosition } from './heatmap/heatmap-axes.ts';
export {
  type CellPlace,
  cellAt,
  columnLeft,
  columnWidthOf,
  type HeatmapLayout,
  type HeatmapLayoutOptions,
  heatmapLayout,
  priceY,
  rowTop,
  scrollToCentre,
  scrollToShow,
} from './heatmap/heatmap-layout.ts';
export {
  type HeatmapLevel,
  type LevelName,
  type LevelStyle,
  levelStyles,
  type PlacedLevel,
  placeLevels,
} from './heatmap/heatmap-levels.ts';
export {
  cellValue,
  columnTotal,
  type HeatmapGrid,
  type HeatmapModel,
  heatmapModel,
  plainCellValues,
  quantityOf,
} from './heatmap/heatmap-model.ts';
export type { HeatmapPicture } from './heatmap/heatmap-picture.ts';
export type { HeatmapSource, HeatmapView, Quantity, Settlement } from './heatmap/heatmap-source.ts';
export { type HeatmapTheme, heatmapThemes } from './heatmap/heatmap-theme.ts';
export { formatUsd, type MoneyFormat, minusSign } from './money.ts';
export { formatCount, formatPoints } from './price.ts';
export { type Placed, pushApart } from './push-apart.ts';
