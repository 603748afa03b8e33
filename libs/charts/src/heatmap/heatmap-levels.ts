import { formatPoints } from '../price.ts';
import { pushApart } from '../push-apart.ts';
import { type HeatmapLayout, priceY } from './heatmap-layout.ts';
import type { HeatmapModel } from './heatmap-model.ts';
import type { HeatmapTheme } from './heatmap-theme.ts';

export type LevelName = 'spot' | 'zero-gamma' | 'call-wall' | 'put-wall';

/** A price drawn across the rows, in points. */
export interface HeatmapLevel {
  readonly name: LevelName;
  readonly price: number;
}

/** How a level is told apart: by its dashes and its name, not by colour alone. `dash` in CSS pixels, empty for a solid line. */
export interface LevelStyle {
  readonly label: string;
  readonly shortLabel: string;
  readonly dash: readonly number[];
  readonly lineWidth: number;
  readonly colour: keyof HeatmapTheme;
}

export const levelStyles: Readonly<Record<LevelName, LevelStyle>> = {
  spot: { label: 'Spot', shortLabel: 'Spot', dash: [], lineWidth: 2, colour: 'spot' },
  'zero-gamma': { label: 'Zero gamma', shortLabel: 'ZG', dash: [7, 5], lineWidth: 2, colour: 'zeroGamma' },
  'call-wall': { label: 'Call wall', shortLabel: 'CW', dash: [], lineWidth: 1.5, colour: 'callWall' },
  'put-wall': { label: 'Put wall', shortLabel: 'PW', dash: [1.5, 3.5], lineWidth: 2, colour: 'putWall' },
};

/** A level on the screen: its line, or nothing when it is out of view, and where its label has found room. */
export interface PlacedLevel {
  readonly level: HeatmapLevel;
  readonly style: LevelStyle;
  readonly text: string;
  /** Height of the line; null when the price is scrolled out of view. */
  readonly lineY: number | null;
  readonly labelY: number;
}

export const placeLevels = (layout: HeatmapLayout, model: HeatmapModel, levels: readonly HeatmapLevel[]): PlacedLevel[] => {
  const { cellsTop, cellsBottom, textPx } = layout;
  const wished = levels.map((level) => priceY(layout, model, level.price));
  const size = textPx + 7;
  const bottom = Math.max(cellsBottom, cellsTop + size * levels.length);
  const centres = pushApart(
    wished.map((at) => ({ at: Math.max(cellsTop, Math.min(cellsBottom, at)), size })),
    cellsTop,
    bottom,
  );
  return levels.map((level, index) => {
    const y = wished[index]!;
    const style = levelStyles[level.name];
    const arrow = y < cellsTop ? '▲ ' : y > cellsBottom ? '▼ ' : '';
    const name = layout.compact ? style.shortLabel : style.label;
    return {
      level,
      style,
      text: `${arrow}${name} ${priceText(level.price, layout.compact)}`,
      lineY: arrow === '' ? y : null,
      labelY: centres[index]!,
    };
  });
};

/** Whole prices stand as they are; narrow charts have room for about five digits. */
const priceText = (price: number, compact: boolean): string => {
  if (Number.isInteger(price)) return formatPoints(price);
  return formatPoints(price, !compact ? 2 : price >= 1_000 ? 0 : 1);
};
