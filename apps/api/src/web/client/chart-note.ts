export interface ShownPart {
  /** Of spot on each side; null for all strikes. */
  readonly window: number | null;
  readonly expiryCount: number;
  /** Expiries that have a column. */
  readonly columns: number;
  /** Of them, those that there is room for; null while nothing is drawn. */
  readonly columnsInView: number | null;
}

/** Which rows and columns the picture shows, and that totals are of everything. */
export const chartNote = ({ window, expiryCount, columns, columnsInView }: ShownPart): string => {
  const strikes = window === null ? 'all strikes' : `strikes within ±${window * 100} % of spot`;
  const isWhole = columnsInView === null || columnsInView >= columns;
  const all = columns === expiryCount ? `all ${columns} expiries` : `${columns} of ${expiryCount} expiries`;
  const expiries = isWhole ? all : `${columnsInView} of ${columns} expiries (scroll for more)`;
  return `Showing ${strikes}, ${expiries}; totals and Σ hold all ${expiryCount}.`;
};
