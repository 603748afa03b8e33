import {
  type ColourScale,
  colourScale,
  followLimit,
  type HeatmapLevel,
  type HeatmapModel,
  heatmapModel,
  palettes,
  plainCellValues,
  robustLimit,
} from '@gexstream/charts';
import type { LevelsEventBody } from '../../contract/stream.ts';
import { heatmapSource } from './cell-store.ts';
import type { SymbolData } from './gex-data.ts';
import { windowFraction } from './strike-window.ts';
import { themeOf } from './theme.ts';
import type { ViewState } from './view-state.ts';

/** What is to be drawn, before any geometry. */
export interface HeatmapScene {
  readonly model: HeatmapModel;
  readonly scale: ColourScale;
  readonly levels: readonly HeatmapLevel[];
  readonly kings: { readonly gross: number | null; readonly net: number | null };
  /** Fraction of spot on each side; null for all strikes. */
  readonly window: number | null;
}

/** `rescale` is true after a user's action; else colours keep their meaning from one scene to the next while values stream. */
export const heatmapScene = (
  data: SymbolData,
  view: ViewState,
  previous: HeatmapScene | null,
  rescale: boolean,
): HeatmapScene => {
  const { levels, cells } = data;
  // A spot that wanders must not change the choice that `auto` made: it is taken anew on a user's action only.
  const window =
    view.window === 'auto' && previous !== null && !rescale
      ? previous.window
      : windowFraction(view.window, cells.strikes, levels.spot);
  const source = heatmapSource(cells, levels.spot, levels.session_date);
  const model = heatmapModel(source, {
    quantity: view.quantity,
    windowFraction: window,
    dteMax: view.expiries === 'all' ? null : Number(view.expiries),
  });
  const limit = followLimit(previous?.scale.limit ?? 0, robustLimit(plainCellValues(model)), rescale);
  const palette = palettes[view.palette][themeOf(view.theme)];
  const unchanged = previous !== null && !rescale && previous.scale.limit === limit;
  return {
    model,
    scale: unchanged ? previous.scale : colourScale(limit, palette, { signed: view.quantity !== 'gross' }),
    levels: levelLines(levels),
    kings: { gross: levels.max_gross_strike, net: levels.max_net_strike },
    window,
  };
};

const levelLines = (levels: LevelsEventBody): HeatmapLevel[] => {
  const named = [
    { name: 'spot', price: levels.spot },
    { name: 'zero-gamma', price: levels.zero_gamma },
    { name: 'call-wall', price: levels.call_wall },
    { name: 'put-wall', price: levels.put_wall },
  ] as const;
  return named.flatMap(({ name, price }) => (price === null ? [] : [{ name, price }]));
};
