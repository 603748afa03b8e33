/** Strike × expiry cells as they are built, in canonical order: by settlement, then strike. Grows to the largest book seen. */
export interface CellColumns {
  length: number;
  expiryIndex: Uint16Array;
  strikeIndex: Uint16Array;
  callGex: Float64Array;
  putGex: Float64Array;
  callOi: Float64Array;
  putOi: Float64Array;
  callVolume: Float64Array;
  putVolume: Float64Array;
}

export const cellColumns = (capacity: number): CellColumns => ({
  length: 0,
  expiryIndex: new Uint16Array(capacity),
  strikeIndex: new Uint16Array(capacity),
  callGex: new Float64Array(capacity),
  putGex: new Float64Array(capacity),
  callOi: new Float64Array(capacity),
  putOi: new Float64Array(capacity),
  callVolume: new Float64Array(capacity),
  putVolume: new Float64Array(capacity),
});

/** Starts an empty cell and returns its index. */
export const openCell = (cells: CellColumns, expiryIndex: number, strikeIndex: number): number => {
  const cell = cells.length++;
  cells.expiryIndex[cell] = expiryIndex;
  cells.strikeIndex[cell] = strikeIndex;
  cells.callGex[cell] = 0;
  cells.putGex[cell] = 0;
  cells.callOi[cell] = 0;
  cells.putOi[cell] = 0;
  cells.callVolume[cell] = 0;
  cells.putVolume[cell] = 0;
  return cell;
};

const isEmpty = (cells: CellColumns, i: number): boolean =>
  cells.callOi[i] === 0 && cells.putOi[i] === 0 && cells.callVolume[i] === 0 && cells.putVolume[i] === 0;

/** A copy without the cells that hold neither open interest nor volume. */
export const compactCells = (cells: CellColumns): CellColumns => {
  let length = 0;
  for (let i = 0; i < cells.length; i++) if (!isEmpty(cells, i)) length++;
  const out = cellColumns(length);
  out.length = length;
  let j = 0;
  for (let i = 0; i < cells.length; i++) {
    if (isEmpty(cells, i)) continue;
    out.expiryIndex[j] = cells.expiryIndex[i]!;
    out.strikeIndex[j] = cells.strikeIndex[i]!;
    out.callGex[j] = cells.callGex[i]!;
    out.putGex[j] = cells.putGex[i]!;
    out.callOi[j] = cells.callOi[i]!;
    out.putOi[j] = cells.putOi[i]!;
    out.callVolume[j] = cells.callVolume[i]!;
    out.putVolume[j++] = cells.putVolume[i]!;
  }
  return out;
};
