import { labelStep } from '../label-step.ts';
import { type HeatmapLayout, rowTop } from './heatmap-layout.ts';
import type { HeatmapModel } from './heatmap-model.ts';

export interface StrikeLabel {
  readonly row: number;
  /** Middle of the text. */
  readonly y: number;
  readonly king: 'gross' | 'net' | null;
}

/** Which rows in view get their strike written: the kings, then, where rows are too slim for all, the bins and the round strikes. */
export const strikeLabels = (
  layout: HeatmapLayout,
  model: HeatmapModel,
  kings: { readonly gross: number | null; readonly net: number | null },
): StrikeLabel[] => {
  const inView = model.rows
    .slice(layout.firstRow, layout.lastRow + 1)
    .map((row, index) => ({ ...row, row: layout.firstRow + index }));
  const strikes = model.rows.map(({ strike }) => strike);
  const step = labelStep(strikes, layout.rowHeight, layout.textPx);
  const isKing = ({ kind, strike }: { kind: string; strike: number }, king: number | null): boolean =>
    kind === 'strike' && strike === king;
  const wanted = [
    ...inView.filter((row) => isKing(row, kings.gross)),
    ...inView.filter((row) => isKing(row, kings.net)),
    ...inView.filter(({ kind }) => kind !== 'strike'),
    ...inView.filter(({ kind, strike }) => kind === 'strike' && (step === null || strike % step === 0)),
  ];
  const placed = new Map<number, StrikeLabel>();
  for (const row of wanted) {
    const y = labelY(layout, row.row, step !== null);
    if (placed.has(row.row) || [...placed.values()].some((other) => Math.abs(other.y - y) < layout.textPx)) continue;
    placed.set(row.row, { row: row.row, y, king: isKing(row, kings.gross) ? 'gross' : isKing(row, kings.net) ? 'net' : null });
  }
  return [...placed.values()];
};

/** Slim rows at an edge move their label inside, or half of it would be cut. */
const labelY = (layout: HeatmapLayout, row: number, slim: boolean): number => {
  const middle = rowTop(layout, row) + layout.rowHeight / 2 + 0.5;
  if (!slim) return middle;
  const half = layout.textPx / 2;
  return Math.max(layout.cellsTop + half, Math.min(layout.cellsBottom - half, middle));
};
