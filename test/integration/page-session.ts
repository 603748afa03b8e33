import type { GexDetailBody } from '../../apps/api/src/contract/gex.ts';
import type { SessionBody } from '../../apps/api/src/contract/session.ts';
import type { StrikeHistoryBody } from '../../apps/api/src/contract/strike-history.ts';

/** A session of an hour: two kings, a wall that came down, one strike that was suddenly traded. */
export const pageSession = (book: GexDetailBody): SessionBody => {
  const now: SessionBody['now'] = {
    as_of: book.as_of,
    spot: book.spot,
    net_gex: book.total.net_gex,
    gross_gex: book.total.gross_gex,
    king: book.max_gross_strike,
    call_wall: book.call_wall,
    put_wall: book.put_wall,
    zero_gamma: book.zero_gamma,
  };
  const king = book.spot + 10;
  const { total: _, cells: __, strikes: ___, expiries: ____, recommendation: _____, ...provenance } = book;
  return {
    ...provenance,
    baseline_session_date: book.session_date,
    baseline: { ...now, as_of: '2026-11-20T14:30:00.000Z', spot: book.spot - 5, king },
    open_interest: { call: 10, put: 20, date: '2026-11-19' },
    now,
    change: { spot: 5, net_gex: 0, gross_gex: 0, king: 0, call_wall: 0, put_wall: 0, zero_gamma: 0 },
    moves: [{ level: 'king', as_of: '2026-11-20T15:05:10.000Z', spot: book.spot, from: king, to: book.max_gross_strike }],
    volume_surges: [{ strike: 6030, prev_vol: 200, curr_vol: 1_434, delta: 1_234, pct: 617, call_vol: 1_400, put_vol: 34 }],
    volume_surges_as_of: '2026-11-20T15:29:00.000Z',
  };
};

/** Twelve steps of a quarter of an hour, three of them missing; net alternates by strike. */
export const pageStrikes = (book: GexDetailBody): StrikeHistoryBody => ({
  symbol: book.symbol,
  interval: '15m',
  unit: book.unit,
  source: book.source,
  simulated: book.simulated,
  model: book.model,
  ...{ measure: book.measure, convention: book.convention, carry: book.carry },
  from: '2026-11-20T14:30:00.000Z',
  to: book.as_of,
  strikes: book.cells.strikes,
  columns: [0, 1, 2, 3, 4, 8, 9, 10, 11].map((step) => ({
    as_of: new Date(Date.parse('2026-11-20T14:34:00.000Z') + step * 900_000).toISOString(),
    spot: book.spot + 3 * step,
    net_gex: book.cells.strikes.map((_, i) => (i % 2 ? 1e8 : -1e8)),
    gross_gex: book.cells.strikes.map(() => 2e8),
  })),
});
