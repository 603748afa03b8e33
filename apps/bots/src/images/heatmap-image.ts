import {
  colourScale,
  drawHeatmap,
  formatPoints,
  formatUsd,
  type HeatmapLevel,
  heatmapLayout,
  heatmapModel,
  heatmapThemes,
  palettes,
  plainCellValues,
  robustLimit,
} from '@gexstream/charts';
import { type CellsEvent, daysBetween, type LevelsEvent } from '@gexstream/domain';
import type { ChatImage } from '../platform/chat-platform.ts';
import { imageFont } from './fonts.ts';
import { chartSize, imageSheet } from './image-sheet.ts';

const palette = palettes['blue-orange'].dark;
const textPx = 15;
/** Rows that can be read on a phone. */
const rowsMax = 42;
const columnsMax = 8;

/** Strike × expiry around spot, as the page draws it. `provenance`: how old, whose. */
export const heatmapImage = async (
  { underlying, body: levels, sessionDate }: LevelsEvent,
  { body: cells }: CellsEvent,
  provenance: string,
): Promise<ChatImage> => {
  const expiries = cells.expiries.map(({ expiry, settlement }) => ({
    expiry,
    settlement,
    dte: daysBetween(sessionDate, expiry),
  }));
  const model = heatmapModel(
    { ...cells, spot: levels.spot, expiries },
    { quantity: 'net', windowFraction: windowFor(cells.strikes, levels.spot), dteMax: expiries[columnsMax - 1]?.dte ?? null },
  );
  const limit = robustLimit(plainCellValues(model));
  const png = await imageSheet(
    {
      title: `${underlying} ${formatPoints(levels.spot)} · net GEX ${formatUsd(levels.total.net)} · strike × expiry`,
      subtitle: `USD per 1 % move · ${levels.model.measure} · blue: dealers long γ, orange: short · full colour at ±${formatUsd(limit, { plus: false })}`,
      provenance: `${provenance} · educational, not a recommendation`,
    },
    (context) => {
      context.font = `${textPx}px "${imageFont}"`;
      const digitPx = context.measureText('0').width;
      const layout = heatmapLayout(model, {
        ...chartSize,
        scrollX: 0,
        scrollY: 0,
        textPx,
        digitPx,
        density: 'fit',
        compact: false,
      });
      drawHeatmap(context, {
        model,
        layout,
        palette,
        scale: colourScale(limit, palette),
        theme: heatmapThemes.dark,
        levels: levelLines(levels),
        kings: { gross: levels.maxGrossStrike, net: levels.maxNetStrike },
        fontFamily: `"${imageFont}"`,
        pixelRatio: 1,
        focus: null,
      });
    },
  );
  return {
    png,
    alt: `Heatmap of ${underlying}: net gamma exposure by strike and expiry, spot ${formatPoints(levels.spot)}`,
    fileName: `${underlying}-heatmap.png`,
  };
};

/** The fraction of spot within which there are as many strikes as can be read; null where there are no more. */
const windowFor = (strikes: ArrayLike<number>, spot: number): number | null => {
  const distances = Array.from(strikes, (strike) => Math.abs(strike / spot - 1)).sort((a, b) => a - b);
  return distances.length <= rowsMax ? null : distances[rowsMax - 1]!;
};

const levelLines = ({ spot, zeroGamma, callWall, putWall }: LevelsEvent['body']): readonly HeatmapLevel[] =>
  (
    [
      { name: 'spot', price: spot },
      { name: 'zero-gamma', price: zeroGamma },
      { name: 'call-wall', price: callWall },
      { name: 'put-wall', price: putWall },
    ] as const
  ).flatMap(({ name, price }) => (price === null ? [] : [{ name, price }]));
