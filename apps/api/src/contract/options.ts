import { type Static, Type } from 'typebox';
import { nullable, Source } from './fields.ts';

const points = nullable(Type.Number(), 'points');
const count = (description: string) => nullable(Type.Number(), description);
const greek = (unit: string) => nullable(Type.Number(), `${unit}; of this IV, null without one`);

/** One contract, in the words of the older contract. */
export const OptionData = Type.Object({
  option_symbol: Type.String({ description: 'OSI, 21 characters: root padded, expiry, side, strike × 1000' }),
  underlying_symbol: Type.String(),
  strike_price: Type.Number({ description: 'points' }),
  expiration_date: Type.String({ description: 'YYYY-MM-DD; today’s too, until it settles' }),
  settlement: Type.Union([Type.Literal('am'), Type.Literal('pm')]),
  option_type: Type.Union([Type.Literal('CALL'), Type.Literal('PUT')]),
  bid: points,
  ask: points,
  last_price: points,
  volume: count('contracts today'),
  open_interest: count('contracts'),
  implied_volatility: count('a fraction a year; see iv_source'),
  iv_source: nullable(
    Type.Union([Type.Literal('stream'), Type.Literal('solved'), Type.Literal('chain'), Type.Literal('other_side')]),
    'the stream’s, solved from the mid, the chain’s, or that of the other side of the strike',
  ),
  delta: greek('shares'),
  gamma: greek('shares per point'),
  theta: greek('points a day'),
  vega: greek('points per 1 % of volatility'),
  rho: greek('points per 1 % of interest'),
  timestamp: nullable(Type.String(), 'ISO 8601, UTC: when anything was last said of it; null before'),
  data_source: Source,
});

export const Options = Type.Object({
  symbol: Type.String(),
  as_of: Type.String({ description: 'ISO 8601, UTC: the contracts as the log had them then, 10 s ago at most' }),
  spot_price: Type.Number({ description: 'points' }),
  carry: Type.String({
    description:
      'of the greeks: `zero`, `RATE,YIELD`, or `parity:RATE,YIELD`: each expiry’s forward from put–call parity, where quotes allow',
  }),
  simulated: Type.Boolean(),
  expiration_dates: Type.Array(Type.String(), { description: 'of all listed contracts, ascending' }),
  options: Type.Array(OptionData, { description: 'by expiry, strike, calls before puts' }),
});

export type OptionDataBody = Static<typeof OptionData>;
export type OptionsBody = Static<typeof Options>;
