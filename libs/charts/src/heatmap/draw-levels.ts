import type { DrawingContext } from '../drawing-context.ts';
import type { PlacedLevel } from './heatmap-levels.ts';
import type { HeatmapPicture } from './heatmap-picture.ts';

/** Lines across the cells; a dark edge under each keeps it visible on bright cells. */
export const drawLevelLines = (
  context: DrawingContext,
  { layout, theme }: HeatmapPicture,
  placed: readonly PlacedLevel[],
): void => {
  for (const { lineY, style } of placed) {
    if (lineY === null) continue;
    for (const [colour, width] of [
      [theme.background, style.lineWidth + 2],
      [theme[style.colour], style.lineWidth],
    ] as const) {
      context.strokeStyle = colour;
      context.lineWidth = width;
      context.setLineDash([...style.dash]);
      context.beginPath();
      context.moveTo(layout.cellsLeft, lineY);
      context.lineTo(layout.cellsRight, lineY);
      context.stroke();
    }
    context.setLineDash([]);
  }
};

/** Name and value of each level at the right edge, led to its line when it had to give way. */
export const drawLevelLabels = (context: DrawingContext, picture: HeatmapPicture, placed: readonly PlacedLevel[]): void => {
  const { layout, theme } = picture;
  const lead = layout.compact ? 10 : 16;
  context.textAlign = 'left';
  context.textBaseline = 'middle';
  context.font = `600 ${layout.textPx}px ${picture.fontFamily}`;
  for (const { lineY, labelY, style, text } of placed) {
    const colour = theme[style.colour];
    if (lineY !== null) {
      context.strokeStyle = colour;
      context.lineWidth = style.lineWidth;
      context.setLineDash([...style.dash]);
      context.beginPath();
      context.moveTo(layout.cellsRight, lineY);
      context.lineTo(layout.cellsRight + lead, labelY);
      context.stroke();
      context.setLineDash([]);
    }
    context.fillStyle = colour;
    context.fillText(text, layout.cellsRight + lead + 4, labelY + 0.5);
  }
};
