import type { HeatmapSource, HeatmapView, Settlement } from './heatmap-source.ts';

/** One row: a strike, or what lies above or below the window. `strikeCount` says how many strikes a bin holds. */
export interface HeatmapRow {
  readonly kind: 'above' | 'strike' | 'below';
  /** Points; of a bin, its strike nearest the window. */
  readonly strike: number;
  readonly strikeCount: number;
}

/** One column: the sum over all expiries, or one expiry. */
export interface HeatmapColumn {
  readonly kind: 'sum' | 'expiry';
  /** Into the source's expiries; null for the sum. */
  readonly expiryIndex: number | null;
  readonly expiry: string;
  readonly settlement: Settlement;
  /** Calendar days. */
  readonly dte: number;
}

export interface HeatmapAxes {
  /** Strikes from high to low. */
  readonly rows: readonly HeatmapRow[];
  /** The sum first, then expiries, the nearest first. */
  readonly columns: readonly HeatmapColumn[];
  /** How many expiries there are, shown or not. */
  readonly expiryCount: number;
}

export const heatmapAxes = (source: HeatmapSource, view: HeatmapView): HeatmapAxes => ({
  rows: rowsOf(source, view.windowFraction),
  columns: columnsOf(source, view.dteMax),
  expiryCount: source.expiries.length,
});

const rowsOf = ({ strikes, spot }: HeatmapSource, windowFraction: number | null): HeatmapRow[] => {
  const reach = windowFraction === null ? Number.POSITIVE_INFINITY : spot * windowFraction;
  const descending = Array.from(strikes).reverse();
  const above = descending.filter((strike) => strike > spot + reach);
  const below = descending.filter((strike) => strike < spot - reach);
  const inside = descending.slice(above.length, descending.length - below.length);
  const rows: HeatmapRow[] = inside.map((strike) => ({ kind: 'strike', strike, strikeCount: 1 }));
  if (above.length > 0) rows.unshift({ kind: 'above', strike: above.at(-1)!, strikeCount: above.length });
  if (below.length > 0) rows.push({ kind: 'below', strike: below[0]!, strikeCount: below.length });
  return rows;
};

const columnsOf = ({ expiries }: HeatmapSource, dteMax: number | null): HeatmapColumn[] => {
  const columns: HeatmapColumn[] = [{ kind: 'sum', expiryIndex: null, expiry: '', settlement: 'pm', dte: 0 }];
  for (const [expiryIndex, expiry] of expiries.entries()) {
    if (dteMax === null || expiry.dte <= dteMax) columns.push({ kind: 'expiry', expiryIndex, ...expiry });
  }
  return columns;
};

/** The row that holds a strike: its own, or the bin it fell into. -1 only when there are no rows. */
export const rowOfStrike = ({ rows }: HeatmapAxes, strike: number): number => {
  let low = 0;
  let high = rows.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (rows[middle]!.strike <= strike || rows[middle]!.kind === 'below') high = middle;
    else low = middle + 1;
  }
  return high;
};

/**
 * Where a price stands among the rows, in rows from the top, between two strikes in proportion: 3.5 is half way from row 3 to row 4. A
 * price beyond the window stands on its bin.
 */
export const rowPosition = ({ rows }: HeatmapAxes, price: number): number => {
  const first = rows.findIndex((row) => row.kind === 'strike');
  const last = rows.findLastIndex((row) => row.kind === 'strike');
  if (first < 0) return 0;
  if (price >= rows[first]!.strike) return price === rows[first]!.strike ? first : Math.max(0, first - 1);
  for (let row = first; row < last; row++) {
    const upper = rows[row]!.strike;
    const lower = rows[row + 1]!.strike;
    if (price >= lower) return row + (upper - price) / (upper - lower);
  }
  return Math.min(rows.length - 1, last + 1);
};
