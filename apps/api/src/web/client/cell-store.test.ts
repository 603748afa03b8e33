import { describe, expect, test } from 'vitest';
import type { CellsChangeBody } from '../../contract/stream.ts';
import { cellStore, heatmapSource, withChange } from './cell-store.ts';

const snapshot = {
  as_of: '2026-11-20T15:00:00.000Z',
  spot: 100,
  expiries: [
    { expiry: '2026-11-20', settlement: 'pm' as const },
    { expiry: '2026-12-18', settlement: 'am' as const },
  ],
  strikes: [95, 100],
  expiry_index: [0, 1],
  strike_index: [0, 1],
  call_gex: [1, 2],
  put_gex: [-1, -2],
  call_oi: [10, 20],
  put_oi: [30, 40],
  call_volume: [0, 0],
  put_volume: [0, 0],
};

const change = (cells: Partial<CellsChangeBody>): CellsChangeBody => ({
  ...snapshot,
  symbol: 'SPX',
  reset: false,
  as_of: '2026-11-20T15:00:01.000Z',
  spot: 101,
  ...cells,
});

describe('a change', () => {
  test('replaces the cells it names, adds new ones, and leaves the others', () => {
    const cells = {
      expiry_index: [0, 0],
      strike_index: [0, 1],
      call_gex: [5, 7],
      put_gex: [-5, -7],
      call_oi: [11, 12],
      put_oi: [31, 32],
    };
    const after = withChange(cellStore(snapshot), change(cells));
    expect(after).toMatchObject({ asOf: '2026-11-20T15:00:01.000Z', spot: 101, callGex: [5, 2, 7], putGex: [-5, -2, -7] });
    expect(after?.strikeIndex).toEqual([0, 1, 1]);
    expect(after?.expiryIndex).toEqual([0, 1, 0]);
  });

  test('with reset replaces everything, axes too', () => {
    const after = withChange(cellStore(snapshot), change({ reset: true, strikes: [90, 95], call_gex: [8, 9] }));
    expect(after).toMatchObject({ strikes: [90, 95], callGex: [8, 9] });
  });

  test('without something to build on asks for a snapshot', () => {
    expect(withChange(null, change({}))).toBeNull();
    expect(withChange(cellStore(snapshot), change({ strike_index: [7, 7] }))).toBeNull();
  });

  test('leaves the message it came in unchanged', () => {
    const before = structuredClone(snapshot);
    withChange(cellStore(snapshot), change({ call_gex: [5, 6] }));
    expect(snapshot).toEqual(before);
  });
});

test('days to expiry are calendar days from the session’s date', () => {
  expect(heatmapSource(cellStore(snapshot), 100, '2026-11-20').expiries.map(({ dte }) => dte)).toEqual([0, 28]);
});
