import { expect, test } from 'vitest';
import { cellStore } from './cell-store.ts';
import { cellsAsCsv, csvFileName } from './csv.ts';
import type { SymbolData } from './gex-data.ts';

const cells = cellStore({
  as_of: '2026-11-20T15:00:01.250Z',
  spot: 100.5,
  expiries: [
    { expiry: '2026-11-20', settlement: 'pm' },
    { expiry: '2026-12-18', settlement: 'am' },
  ],
  strikes: [95, 100],
  expiry_index: [1, 0],
  strike_index: [0, 1],
  call_gex: [0.1, 3],
  put_gex: [-0.3, -1],
  call_oi: [10, 20],
  put_oi: [30, 40],
  call_volume: [0, 1],
  put_volume: [0, 2],
});
// Of the levels only these fields are read.
const data = { cells, levels: { symbol: 'SPX', source: 'sim', simulated: true, unit: 'USD, per 1 %' } } as unknown as SymbolData;

test('one line a cell, by expiry and strike, with its unit and at full precision', () => {
  expect(cellsAsCsv(data).split('\r\n')).toEqual([
    'symbol,as_of,source,spot,strike,expiry,settlement,net_gex,call_gex,put_gex,call_oi,put_oi,call_volume,put_volume,unit',
    'SPX,2026-11-20T15:00:01.250Z,sim,100.5,100,2026-11-20,pm,2,3,-1,20,40,1,2,"USD, per 1 %"',
    `SPX,2026-11-20T15:00:01.250Z,sim,100.5,95,2026-12-18,am,${0.1 - 0.3},0.1,-0.3,10,30,0,0,"USD, per 1 %"`,
    '',
  ]);
});

test('the file name says when, and that it was simulated', () => {
  expect(csvFileName(data)).toBe('SPX-gex-SIMULATED-2026-11-20T150001Z.csv');
});
