import type { CellsBody, GexDetailBody } from '../../apps/api/src/contract/gex.ts';
import type { HistoryBody } from '../../apps/api/src/contract/history.ts';
import type { FeedStateBody } from '../../apps/api/src/contract/status.ts';
import { pageRegime } from './page-regime.ts';

const asOf = '2026-11-20T15:30:00.000Z';

/** A book for looking at: bell curves of calls above spot and puts below, 81 strikes × 8 expiries, of round numbers. */
export const pageBook = (symbol: string, spot: number): GexDetailBody => {
  const cells = bookCells(spot);
  const call = cells.call_gex.reduce((sum, value) => sum + value, 0);
  const put = cells.put_gex.reduce((sum, value) => sum + value, 0);
  const slice = {
    total: { net_gex: call + put, call_gex: call, put_gex: put, gross_gex: call - put },
    zero_gamma: spot * 0.994,
    zero_gamma_all: [spot * 0.994],
    call_wall: cells.strikes[44]!,
    put_wall: cells.strikes[34]!,
    max_gross_strike: cells.strikes[44]!,
    max_net_strike: cells.strikes[43]!,
    put_call_ratio: { oi: 1.25, volume: 0.9 },
    contracts: { used: 2 * cells.call_gex.length, excluded: { no_iv: 7 } },
  };
  return {
    symbol,
    spot,
    as_of: asOf,
    age_ms: 800,
    feed_now: '2026-11-20T15:30:00.800Z',
    source: 'sim',
    simulated: true,
    status: 'live',
    session_date: '2026-11-20',
    coverage: { streamed: 0.9, polled: 0.1, stale: 0 },
    unit: 'USD per 1 % move',
    measure: 'oi',
    convention: 'calls+ puts-',
    model: 'bsm',
    carry: 'zero',
    zero_gamma_method: 're-priced',
    approximation: null,
    ...slice,
    timestamp: asOf,
    expirations: cells.expiries.map(({ expiry }) => expiry),
    total_net_gex: call + put,
    gamma_wall: slice.call_wall,
    king_node: slice.max_gross_strike,
    strikes: [],
    expiries: [],
    recommendation: pageRegime(spot, slice.max_gross_strike, call + put),
    king_history: [],
    volume_surges: [],
    cells,
  };
};

const bookCells = (spot: number): CellsBody => {
  const step = spot / 1_000;
  const strikes = Array.from({ length: 81 }, (_, index) => Math.round((spot + (index - 40) * step) * 100) / 100);
  const days = ['2026-11-20', '2026-11-23', '2026-11-24', '2026-11-25', '2026-11-27', '2026-12-04', '2026-12-18', '2027-12-17'];
  const cells: CellsBody = {
    as_of: asOf,
    spot,
    expiries: days.map((expiry, index) => ({ expiry, settlement: index === 6 ? 'am' : 'pm' })),
    strikes,
    ...{
      expiry_index: [],
      strike_index: [],
      call_gex: [],
      put_gex: [],
      call_oi: [],
      put_oi: [],
      call_volume: [],
      put_volume: [],
    },
  };
  for (const expiry of days.keys()) {
    for (const strike of strikes.keys()) {
      cells.expiry_index.push(expiry);
      cells.strike_index.push(strike);
      cells.call_gex.push(4e8 * bell(strike - 44, 6 + expiry * 2));
      cells.put_gex.push(-3e8 * bell(strike - 34, 6 + expiry * 2));
      cells.call_oi.push(1_000 + strike);
      cells.put_oi.push(2_000 - strike);
      cells.call_volume.push(strike * 3);
      cells.put_volume.push(strike * 2);
    }
  }
  return cells;
};

const bell = (distance: number, width: number): number => Math.exp(-((distance / width) ** 2));

export const pageFeed = (symbols: readonly string[]): FeedStateBody => ({
  state: 'live',
  detail: 'simulator',
  source: 'sim',
  simulated: true,
  feed_now: '2026-11-20T15:30:00.800Z',
  speed: 1,
  session: 'regular',
  session_date: '2026-11-20',
  underlyings: symbols.map((symbol) => ({
    ...{ symbol, status: 'live', as_of: asOf, age_ms: 800, coverage: null, contracts: 1_296, streamed: 1_296, polled: 0 },
    ...{ last_chain: asOf, last_event: asOf },
  })),
  last_gap: null,
  login_expires: null,
  rest_circuit: 'closed',
});

/** An hour of minutes before the book, ten of them missing. */
export const pageHistory = (symbol: string, spot: number): HistoryBody => ({
  symbol,
  interval: '1m',
  unit: 'USD per 1 % move',
  source: 'sim',
  simulated: true,
  model: 'bsm',
  ...{ measure: 'oi', convention: 'calls+ puts-', carry: 'zero' },
  from: '2026-11-20T14:30:00.000Z',
  to: asOf,
  points: Array.from({ length: 60 }, (_, minute) => minute)
    .filter((minute) => minute < 20 || minute >= 30)
    .map((minute) => ({
      interval_start: new Date(Date.parse('2026-11-20T14:30:00.000Z') + minute * 60_000).toISOString(),
      spot: spot + Math.sin(minute / 9) * 5,
      ...{
        net_gex: 1e9 * Math.cos(minute / 15),
        net_gex_open: 0,
        net_gex_high: 0,
        net_gex_low: 0,
        call_gex: 0,
        put_gex: 0,
        gross_gex: 0,
      },
      ...{ zero_gamma: spot * 0.994, king: spot + (minute < 40 ? 1 : 3), call_wall: null, put_wall: null },
    })),
});
