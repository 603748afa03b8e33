import type { ExpiringQuotes, QuotedCells, SideQuotes } from '@gexstream/domain';
import type { Static } from 'typebox';
import type { StrikeRow } from '../contract/gex.ts';

type Row = Static<typeof StrikeRow>;

/** One row for each strike that has a cell, summed over the expiries, strikes ascending; quotes are of what expires today alone. */
export const strikeRows = (cells: QuotedCells): readonly Row[] => {
  const { expiringQuotes } = cells;
  const quoteAt = new Map(Array.from(expiringQuotes?.strikes ?? [], (strike, at) => [strike, at]));
  const rows = Array.from(cells.strikes, (strike) => emptyRow(strike, expiringQuotes, quoteAt.get(strike)));
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

const emptyRow = (strike: number, quotes: ExpiringQuotes | undefined, at: number | undefined): Row => ({
  strike,
  net_gex: 0,
  call_gex: 0,
  put_gex: 0,
  total_gamma: 0,
  call_oi: 0,
  put_oi: 0,
  call_volume: 0,
  put_volume: 0,
  call_iv: known(quotes?.call.iv, at),
  put_iv: known(quotes?.put.iv, at),
  call_delta: known(quotes?.call.delta, at),
  put_delta: known(quotes?.put.delta, at),
  call_bid: known(quotes?.call.bid, at),
  call_ask: known(quotes?.call.ask, at),
  put_bid: known(quotes?.put.bid, at),
  put_ask: known(quotes?.put.ask, at),
});

/** A column's NaN is what is not known. */
const known = (column: SideQuotes[keyof SideQuotes] | undefined, at: number | undefined): number | null => {
  const value = column === undefined || at === undefined ? Number.NaN : column[at]!;
  return Number.isNaN(value) ? null : value;
};
