import { type Static, Type } from 'typebox';
import { Recommendation } from './regime.ts';
import { sessionLists } from './session-lists.ts';

const Nullable = <T extends Type.TSchema>(schema: T, description: string) => Type.Union([schema, Type.Null()], { description });

export const Total = Type.Object(
  {
    net_gex: Type.Number({ description: 'call_gex + put_gex' }),
    call_gex: Type.Number(),
    put_gex: Type.Number({ description: 'not positive' }),
    gross_gex: Type.Number({ description: 'call_gex + |put_gex|' }),
  },
  { description: 'USD of hedging flow per 1 % move of the underlying' },
);

/** The levels of one slice: an expiry, or everything. Strikes and levels in points. */
export const sliceFields = {
  total: Total,
  zero_gamma: Nullable(Type.Number(), 'root of re-priced total GEX nearest spot'),
  zero_gamma_all: Type.Array(Type.Number(), { description: 'all roots within ±20 % of spot, ascending' }),
  call_wall: Nullable(Type.Number(), 'strike at or above spot with the largest call GEX'),
  put_wall: Nullable(Type.Number(), 'strike at or below spot with the largest |put GEX|'),
  max_gross_strike: Nullable(Type.Number(), 'king by gross: strike with the largest |call| + |put|'),
  max_net_strike: Nullable(Type.Number(), 'king by net: strike with the largest |net GEX|'),
  put_call_ratio: Type.Object({
    oi: Nullable(Type.Number(), 'put open interest / call open interest'),
    volume: Nullable(Type.Number(), 'put volume / call volume'),
  }),
  contracts: Type.Object({
    used: Type.Integer(),
    excluded: Type.Record(Type.String(), Type.Integer(), { description: 'reason → count' }),
  }),
};

export const Expiry = Type.Object({
  expiry: Type.String({ description: 'YYYY-MM-DD' }),
  settlement: Type.Union([Type.Literal('am'), Type.Literal('pm')]),
  settles_at: Type.String({ description: 'ISO 8601, UTC' }),
  dte: Type.Integer({ description: 'calendar days from the session date' }),
  floored: Type.Boolean({ description: 'time to settlement was below one minute and was taken as one' }),
  atm_iv: Nullable(Type.Number(), 'implied volatility at the forward, a fraction a year'),
  put_25d_iv: Nullable(Type.Number(), 'implied volatility of the 25-delta put, a fraction a year; null when its wing is missing'),
  call_25d_iv: Nullable(
    Type.Number(),
    'implied volatility of the 25-delta call, a fraction a year; null when its wing is missing',
  ),
  skew_25d: Nullable(
    Type.Number(),
    'IV of the 25-delta put minus that of the 25-delta call, in vol points; null when a wing is missing',
  ),
  ...sliceFields,
});

const OfExpiring = (meaning: string) =>
  Nullable(
    Type.Number(),
    `${meaning}; of the contract that expires on session_date, null where there is none, it has settled, or it is not known`,
  );

/** What the old heatmap shows a row for: one strike over all expiries; quotes and greeks of 0DTE contracts alone, as there. */
export const StrikeRow = Type.Object({
  strike: Type.Number(),
  net_gex: Type.Number(),
  call_gex: Type.Number(),
  put_gex: Type.Number(),
  total_gamma: Type.Number({ description: 'gross: call + |put|' }),
  call_oi: Type.Number(),
  put_oi: Type.Number(),
  call_volume: Type.Number(),
  put_volume: Type.Number(),
  call_iv: OfExpiring('the IV that the exposures are computed with, a fraction a year'),
  put_iv: OfExpiring('the IV that the exposures are computed with, a fraction a year'),
  call_delta: OfExpiring('from call_iv, shares, 0…1'),
  put_delta: OfExpiring('from put_iv, shares, −1…0'),
  call_bid: OfExpiring('points'),
  call_ask: OfExpiring('points'),
  put_bid: OfExpiring('points'),
  put_ask: OfExpiring('points'),
});

/** Strike × expiry, sparse, as columns: cell i is at `strikes[strike_index[i]]` × `expiries[expiry_index[i]]`. */
export const Cells = Type.Object({
  as_of: Type.String({ description: 'cells are a second apart, levels a quarter: this is the moment of the cells' }),
  spot: Type.Number(),
  expiries: Type.Array(Type.Object({ expiry: Type.String(), settlement: Type.Union([Type.Literal('am'), Type.Literal('pm')]) })),
  strikes: Type.Array(Type.Number(), { description: 'ascending, points' }),
  expiry_index: Type.Array(Type.Integer()),
  strike_index: Type.Array(Type.Integer()),
  call_gex: Type.Array(Type.Number()),
  put_gex: Type.Array(Type.Number()),
  call_oi: Type.Array(Type.Number()),
  put_oi: Type.Array(Type.Number()),
  call_volume: Type.Array(Type.Number()),
  put_volume: Type.Array(Type.Number()),
});

/** What every answer says about where its numbers come from. */
export const provenanceFields = {
  as_of: Type.String({ description: 'ISO 8601, UTC: the moment the numbers stand for' }),
  age_ms: Type.Integer({ description: 'feed time now − newest source time of the underlying' }),
  feed_now: Type.String({ description: "ISO 8601: the feed's clock when this was answered (not the wall clock in simulation)" }),
  source: Type.Union([Type.Literal('live'), Type.Literal('sim'), Type.Literal('replay')]),
  simulated: Type.Boolean(),
  status: Type.Union([Type.Literal('live'), Type.Literal('delayed'), Type.Literal('stale'), Type.Literal('closed')], {
    description: 'live ≤ 5 s, delayed ≤ 60 s, stale above; closed by the calendar',
  }),
  session_date: Type.String(),
  coverage: Nullable(
    Type.Object({ streamed: Type.Number(), polled: Type.Number(), stale: Type.Number() }),
    'shares of gross gamma, together 1',
  ),
  iv_sources: Type.Optional(
    Type.Object(
      { stream: Type.Integer(), solved: Type.Integer(), chain: Type.Integer(), other_side: Type.Integer() },
      { description: 'how many of the contracts used have their implied volatility from where' },
    ),
  ),
  unit: Type.String(),
  measure: Type.String(),
  convention: Type.String(),
  model: Type.String({ description: 'measure/convention/carry/kernel/IV order, as the history names it' }),
  carry: Type.String({
    description: '`zero`, `RATE,YIELD`, or `parity:RATE,YIELD`: forwards from put–call parity, where quotes allow',
  }),
  zero_gamma_method: Type.String(),
  approximation: Nullable(Type.String(), 'what is taken as near enough, such as American exercise; null where nothing is'),
};

/** One underlying, without the cells. Field names of the old heatmap stand beside ours. */
export const GexSymbol = Type.Object({
  symbol: Type.String(),
  spot: Type.Number(),
  ...provenanceFields,
  ...sliceFields,
  timestamp: Type.String({ description: 'old heatmap: same as as_of' }),
  expirations: Type.Array(Type.String(), { description: 'old heatmap' }),
  total_net_gex: Type.Number({ description: 'old heatmap: total.net_gex' }),
  gamma_wall: Nullable(Type.Number(), 'old heatmap: call_wall'),
  king_node: Nullable(Type.Number(), 'old heatmap: max_gross_strike'),
  strikes: Type.Array(StrikeRow, { description: 'old heatmap: all strikes, ascending; totals never depend on a window' }),
  expiries: Type.Array(Expiry),
  recommendation: Recommendation,
  ...sessionLists,
});

export const GexDetail = Type.Object({ ...GexSymbol.properties, cells: Cells });

export const GexAll = Type.Record(Type.String(), GexSymbol);

export type GexSymbolBody = Static<typeof GexSymbol>;
export type GexDetailBody = Static<typeof GexDetail>;
export type CellsBody = Static<typeof Cells>;
export type GexAllBody = Static<typeof GexAll>;
