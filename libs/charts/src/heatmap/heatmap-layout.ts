import { rowPosition } from './heatmap-axes.ts';
import type { HeatmapModel } from './heatmap-model.ts';

/** Everything that geometry depends on, in CSS pixels. The same options give the same layout. */
export interface HeatmapLayoutOptions {
  readonly width: number;
  readonly height: number;
  /** How far the cells are scrolled under the headers, which stay. */
  /** Sideways in steps of a column: the layout rounds it. */
  readonly scrollX: number;
  readonly scrollY: number;
  readonly textPx: number;
  /** Width of one digit in the cells' font. */
  readonly digitPx: number;
  /** `read`: every row tall enough for its numbers, the rest by scrolling. `fit`: all rows in the given height. */
  readonly density: 'read' | 'fit';
  /** Narrow screens: short level names, slim margins. */
  readonly compact: boolean;
}

export interface HeatmapLayout extends HeatmapLayoutOptions {
  readonly rowLabelWidth: number;
  readonly sumWidth: number;
  readonly headerHeight: number;
  readonly totalHeight: number;
  /** Where the cells of single expiries begin, and how much of them is in view. */
  readonly cellsLeft: number;
  readonly cellsTop: number;
  readonly cellsRight: number;
  readonly cellsBottom: number;
  readonly rowHeight: number;
  readonly columnWidth: number;
  /** What the scrolled box has to measure for every cell to come into view. */
  readonly contentWidth: number;
  readonly contentHeight: number;
  /** Rows and columns at least partly in view; the last one included. Column 0 is the sum and always in view. */
  readonly firstRow: number;
  readonly lastRow: number;
  readonly firstColumn: number;
  readonly lastColumn: number;
  readonly showsNumbers: boolean;
}

const rowHeightMax = 26;
const rowHeightMin = 2;
const columnWidthMax = 104;

export const heatmapLayout = (model: HeatmapModel, options: HeatmapLayoutOptions): HeatmapLayout => {
  const { width, height, scrollY, textPx, digitPx, compact } = options;
  const rowLabelWidth = Math.round(digitPx * strikeCharacters(model) + (compact ? 18 : 26));
  const sumWidth = Math.round(digitPx * 7 + (compact ? 6 : 40));
  const gutterWidth = Math.round(compact ? digitPx * 11 + 18 : digitPx * 20 + 28);
  const headerHeight = Math.round(textPx * 2 + 13);
  const totalHeight = Math.round(textPx + 11);
  const cellsLeft = rowLabelWidth + sumWidth;
  const cellsTop = headerHeight + totalHeight;
  const rowCount = Math.max(1, model.rows.length);
  const columnCount = Math.max(1, model.columns.length - 1);
  const room = Math.max(0, width - cellsLeft - gutterWidth);
  const readable = textPx + (compact ? 8 : 5);
  const fitting = (height - cellsTop) / rowCount;
  const rowHeight = Math.min(rowHeightMax, Math.max(options.density === 'read' ? readable : rowHeightMin, fitting));
  // Whole columns only, at rest and scrolled: a number cut in half reads as another number.
  const columnsInView = Math.min(columnCount, Math.max(1, Math.floor(room / Math.round(digitPx * 6 + 8))));
  const columnWidth = Math.min(columnWidthMax, Math.floor(room / columnsInView));
  const scrollX = Math.round(options.scrollX / columnWidth) * columnWidth;
  const cellsRight = cellsLeft + columnsInView * columnWidth;
  const cellsBottom = Math.min(height, cellsTop + rowCount * rowHeight);
  return {
    ...options,
    scrollX,
    rowLabelWidth,
    sumWidth,
    headerHeight,
    totalHeight,
    cellsLeft,
    cellsTop,
    cellsRight,
    cellsBottom,
    rowHeight,
    columnWidth,
    contentWidth: Math.max(width, cellsLeft + columnCount * columnWidth + gutterWidth),
    contentHeight: Math.max(height, cellsTop + rowCount * rowHeight),
    firstRow: Math.max(0, Math.floor(scrollY / rowHeight)),
    lastRow: Math.min(model.rows.length - 1, Math.floor((scrollY + cellsBottom - cellsTop) / rowHeight)),
    firstColumn: 1 + Math.max(0, Math.floor(scrollX / columnWidth)),
    lastColumn: Math.min(model.columns.length - 1, Math.round(scrollX / columnWidth) + columnsInView),
    showsNumbers: rowHeight >= textPx + 2,
  };
};

const strikeCharacters = ({ rows }: HeatmapModel): number =>
  rows.reduce((longest, { strike }) => Math.max(longest, strike.toLocaleString('en-US').length), '▲ above'.length - 1);

export const rowTop = (layout: HeatmapLayout, row: number): number => layout.cellsTop + row * layout.rowHeight - layout.scrollY;

/** Left edge of a column; the sum's stays beside the strikes. */
export const columnLeft = (layout: HeatmapLayout, column: number): number =>
  column === 0 ? layout.rowLabelWidth : layout.cellsLeft + (column - 1) * layout.columnWidth - layout.scrollX;

export const columnWidthOf = (layout: HeatmapLayout, column: number): number =>
  column === 0 ? layout.sumWidth : layout.columnWidth;

/** Height at which a price stands, between the middles of its two strikes in proportion. May lie out of view. */
export const priceY = (layout: HeatmapLayout, model: HeatmapModel, price: number): number =>
  rowTop(layout, rowPosition(model, price) + 0.5);

export interface CellPlace {
  readonly row: number;
  readonly column: number;
}

/** The cell under a point, null over the headers and margins. */
export const cellAt = (layout: HeatmapLayout, model: HeatmapModel, x: number, y: number): CellPlace | null => {
  if (x < layout.rowLabelWidth || x >= layout.cellsRight || y < layout.cellsTop || y >= layout.cellsBottom) return null;
  const row = Math.floor((y - layout.cellsTop + layout.scrollY) / layout.rowHeight);
  const column = x < layout.cellsLeft ? 0 : 1 + Math.floor((x - layout.cellsLeft + layout.scrollX) / layout.columnWidth);
  return row < model.rows.length && column < model.columns.length ? { row, column } : null;
};

/** The scroll position nearest the present one that brings a cell into full view. */
export const scrollToShow = (layout: HeatmapLayout, { row, column }: CellPlace): { scrollX: number; scrollY: number } => ({
  scrollX:
    column === 0
      ? layout.scrollX
      : nearest(layout.scrollX, (column - 1) * layout.columnWidth, layout.columnWidth, layout.cellsRight - layout.cellsLeft),
  scrollY: nearest(layout.scrollY, row * layout.rowHeight, layout.rowHeight, layout.cellsBottom - layout.cellsTop),
});

const nearest = (scroll: number, start: number, size: number, room: number): number =>
  Math.max(0, Math.min(start, Math.max(scroll, start + size - room)));

/** The vertical scroll, in whole rows, that puts a price in the middle of the view. */
export const scrollToCentre = (layout: HeatmapLayout, model: HeatmapModel, price: number): number => {
  const rowsInView = Math.floor((layout.height - layout.cellsTop) / layout.rowHeight);
  const first = Math.round(rowPosition(model, price) + 0.5 - rowsInView / 2);
  return Math.max(0, Math.min(layout.contentHeight - layout.height, first * layout.rowHeight));
};
