import type { Cells } from '@gexstream/domain';
import type { Static } from 'typebox';
import type { StrikeRow } from '../contract/gex.ts';

type Row = Static<typeof StrikeRow>;

/** One row for each strike that has a cell, summed over the expiries, strikes ascending. */
export const strikeRows = (cells: Cells): readonly Row[] => {
  const rows = Array.from(cells.strikes, emptyRow);
  const filled = new Uint8Array(rows.length);
  for (let i = 0; i < cells.strikeIndex.length; i++) {
    const at = cells.strikeIndex[i]!;
    const row = rows[at]!;
    const call = cells.callGex[i]!;
    const put = cells.putGex[i]!;
    filled[at] = 1;
    row.call_gex += call;
    row.put_gex += put;
    row.net_gex += call + put;
    row.total_gamma += call + Math.abs(put);
    row.call_oi += cells.callOi[i]!;
    row.put_oi += cells.putOi[i]!;
    row.call_volume += cells.callVolume[i]!;
    row.put_volume += cells.putVolume[i]!;
  }
  return rows.filter((_, at) => filled[at] === 1);
};

const emptyRow = (strike: number): Row => ({
  strike,
  net_gex: 0,
  call_gex: 0,
  put_gex: 0,
  total_gamma: 0,
  call_oi: 0,
  put_oi: 0,
  call_volume: 0,
  put_volume: 0,
});
