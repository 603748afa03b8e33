import { type HeatmapAxes, heatmapAxes, rowOfStrike } from './heatmap-axes.ts';
import type { HeatmapSource, HeatmapView, Quantity } from './heatmap-source.ts';

/** Columns of values over the grid: the value at (row, column) is at `row * columnCount + column`. NaN: no contract there. */
export interface HeatmapGrid {
  readonly call: Float64Array;
  readonly put: Float64Array;
  readonly callOi: Float64Array;
  readonly putOi: Float64Array;
  readonly callVolume: Float64Array;
  readonly putVolume: Float64Array;
}

/**
 * A grid ready to be laid out. The first column is the sum over ALL expiries, shown or not; the rows `above` and `below`, where there
 * are any, hold every strike outside the window. So the rows of a column always add up to the same total, whatever the window.
 */
export interface HeatmapModel extends HeatmapAxes {
  readonly quantity: Quantity;
  readonly spot: number;
  readonly grid: HeatmapGrid;
  /** Per column, over all rows: the total of an expiry, first that of everything. */
  readonly columnTotals: Pick<HeatmapGrid, 'call' | 'put'>;
}

export const heatmapModel = (source: HeatmapSource, view: HeatmapView): HeatmapModel => {
  const axes = heatmapAxes(source, view);
  const size = axes.rows.length * axes.columns.length;
  const grid: HeatmapGrid = {
    call: new Float64Array(size).fill(Number.NaN),
    put: new Float64Array(size).fill(Number.NaN),
    callOi: new Float64Array(size),
    putOi: new Float64Array(size),
    callVolume: new Float64Array(size),
    putVolume: new Float64Array(size),
  };
  addCells(grid, source, axes);
  return { ...axes, quantity: view.quantity, spot: source.spot, grid, columnTotals: totalsOf(grid, axes) };
};

const addCells = (grid: HeatmapGrid, source: HeatmapSource, axes: HeatmapAxes): void => {
  const width = axes.columns.length;
  const rowAt = Int32Array.from({ length: source.strikes.length }, (_, index) => rowOfStrike(axes, source.strikes[index]!));
  const columnAt = new Int32Array(source.expiries.length).fill(-1);
  for (const [column, { expiryIndex }] of axes.columns.entries()) if (expiryIndex !== null) columnAt[expiryIndex] = column;
  for (let i = 0; i < source.callGex.length; i++) {
    const firstInRow = rowAt[source.strikeIndex[i]!]! * width;
    addCell(grid, firstInRow, source, i);
    const column = columnAt[source.expiryIndex[i]!]!;
    if (column >= 0) addCell(grid, firstInRow + column, source, i);
  }
};

const addCell = (grid: HeatmapGrid, at: number, source: HeatmapSource, i: number): void => {
  grid.call[at] = (Number.isNaN(grid.call[at]!) ? 0 : grid.call[at]!) + source.callGex[i]!;
  grid.put[at] = (Number.isNaN(grid.put[at]!) ? 0 : grid.put[at]!) + source.putGex[i]!;
  grid.callOi[at]! += source.callOi[i]!;
  grid.putOi[at]! += source.putOi[i]!;
  grid.callVolume[at]! += source.callVolume[i]!;
  grid.putVolume[at]! += source.putVolume[i]!;
};

const totalsOf = (grid: HeatmapGrid, axes: HeatmapAxes): Pick<HeatmapGrid, 'call' | 'put'> => {
  const width = axes.columns.length;
  const totals = { call: new Float64Array(width), put: new Float64Array(width) };
  for (let at = 0; at < grid.call.length; at++) {
    if (Number.isNaN(grid.call[at]!)) continue;
    totals.call[at % width]! += grid.call[at]!;
    totals.put[at % width]! += grid.put[at]!;
  }
  return totals;
};

/** The chosen quantity of a call and a put part; NaN stays NaN. */
const quantityOf = (quantity: Quantity, call: number, put: number): number => {
  switch (quantity) {
    case 'net':
      return call + put;
    case 'call':
      return call;
    case 'put':
      return put;
    case 'gross':
      return call - put;
  }
};

/** The value shown at a row and column, USD per 1 %; NaN where there is no contract. */
export const cellValue = (model: HeatmapModel, row: number, column: number): number => {
  const at = row * model.columns.length + column;
  return quantityOf(model.quantity, model.grid.call[at]!, model.grid.put[at]!);
};

export const columnTotal = (model: HeatmapModel, column: number): number =>
  quantityOf(model.quantity, model.columnTotals.call[column]!, model.columnTotals.put[column]!);

/** The single cells, without sums and bins: what a colour scale is fitted to. */
export function* plainCellValues(model: HeatmapModel): Generator<number> {
  for (const [row, { kind }] of model.rows.entries()) {
    if (kind !== 'strike') continue;
    for (let column = 1; column < model.columns.length; column++) yield cellValue(model, row, column);
  }
}
