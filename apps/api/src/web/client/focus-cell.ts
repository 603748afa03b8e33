import { type CellPlace, type HeatmapModel, rowPosition } from '@gexstream/charts';
import type { KeyAction } from './keyboard.ts';

/** Where a key moves the focus; from nowhere, the first move lands on spot in the nearest expiry. Null when the key moves nothing. */
export const movedFocus = (model: HeatmapModel, from: CellPlace | null, action: KeyAction): CellPlace | null => {
  const step = steps[action];
  if (step === undefined || model.rows.length === 0) return null;
  const atSpot = {
    row: Math.round(rowPosition(model, model.spot)),
    column: from?.column ?? Math.min(1, model.columns.length - 1),
  };
  if (from === null || step === 'spot') return atSpot;
  return {
    row: clamp(from.row + step.rows, model.rows.length - 1),
    column: clamp(from.column + step.columns, model.columns.length - 1),
  };
};

const steps: Partial<Record<KeyAction, { readonly rows: number; readonly columns: number } | 'spot'>> = {
  up: { rows: -1, columns: 0 },
  down: { rows: 1, columns: 0 },
  'up-10': { rows: -10, columns: 0 },
  'down-10': { rows: 10, columns: 0 },
  left: { rows: 0, columns: -1 },
  right: { rows: 0, columns: 1 },
  'previous-expiry': { rows: 0, columns: -1 },
  'next-expiry': { rows: 0, columns: 1 },
  spot: 'spot',
};

const clamp = (value: number, last: number): number => Math.max(0, Math.min(last, value));
