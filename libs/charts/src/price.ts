/** Points with thousands separators and at most two decimals: `6,485.64`, `6,500`, `652.5`. */
export const formatPoints = (points: number, decimals?: number): string =>
  points.toLocaleString('en-US', {
    minimumFractionDigits: decimals ?? 0,
    maximumFractionDigits: decimals ?? 2,
  });

/** Contracts or volume: `12,345`. */
export const formatCount = (count: number): string => count.toLocaleString('en-US', { maximumFractionDigits: 0 });
