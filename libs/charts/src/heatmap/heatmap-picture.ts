import type { ColourScale, Palette } from '../colour-scale.ts';
import type { CellPlace, HeatmapLayout } from './heatmap-layout.ts';
import type { HeatmapLevel } from './heatmap-levels.ts';
import type { HeatmapModel } from './heatmap-model.ts';
import type { HeatmapTheme } from './heatmap-theme.ts';

/** All that a picture of the heatmap depends on. */
export interface HeatmapPicture {
  readonly model: HeatmapModel;
  readonly layout: HeatmapLayout;
  readonly scale: ColourScale;
  readonly palette: Palette;
  readonly levels: readonly HeatmapLevel[];
  /** The strikes with the greatest gross and net exposure over all expiries, starred; points. */
  readonly kings: { readonly gross: number | null; readonly net: number | null };
  readonly theme: HeatmapTheme;
  readonly fontFamily: string;
  /** Device pixels in a CSS pixel. */
  readonly pixelRatio: number;
  readonly focus: CellPlace | null;
}
