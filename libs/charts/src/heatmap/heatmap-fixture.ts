import type { HeatmapSource } from './heatmap-source.ts';

/** A small book for tests: strikes 90…110 by 5 around spot 100, two expiries, no cell at 110 of the second. */
export const smallBook: HeatmapSource = {
  spot: 101,
  expiries: [
    { expiry: '2026-11-20', settlement: 'pm', dte: 0 },
    { expiry: '2027-12-17', settlement: 'am', dte: 392 },
  ],
  strikes: [90, 95, 100, 105, 110],
  expiryIndex: [0, 0, 0, 0, 0, 1, 1, 1, 1],
  strikeIndex: [0, 1, 2, 3, 4, 0, 1, 2, 3],
  callGex: [1e6, 2e6, 30e6, 40e6, 5e6, 1e6, 1e6, 8e6, 9e6],
  putGex: [-20e6, -30e6, -10e6, -2e6, 0, -50e6, -4e6, -8e6, 0],
  callOi: [1, 2, 3, 4, 5, 6, 7, 8, 9],
  putOi: [9, 8, 7, 6, 5, 4, 3, 2, 1],
  callVolume: [0, 0, 1, 0, 0, 0, 0, 0, 0],
  putVolume: [0, 0, 0, 2, 0, 0, 0, 0, 0],
};
