import { type Static, Type } from 'typebox';
import { nullable } from './fields.ts';

const points = { description: 'points' };
const usd = { description: 'USD per 1 % move' };
const StrikeNet = Type.Object({ strike: Type.Number(points), net_gex: Type.Number(usd) });
const RangeReason = Type.Union([Type.Literal('strike'), Type.Literal('king'), Type.Literal('expected-move'), Type.Null()], {
  description: 'a strike that holds price, the king, one standard deviation, or nothing',
});
const aShare = { description: 'points a share' };
const Condor = Type.Object({
  legs: Type.Array(
    Type.Object({
      action: Type.Enum(['buy', 'sell']),
      side: Type.Enum(['call', 'put']),
      strike: Type.Number(points),
      bid: nullable(Type.Number(), 'points'),
      ask: nullable(Type.Number(), 'points'),
      delta: nullable(Type.Number(), 'shares'),
    }),
    { description: 'of what expires today, strikes ascending: put bought, put sold, call sold, call bought' },
  ),
  credit_mid: nullable(Type.Number(aShare), 'all four at their mids; null where one has no sound quote, as all below'),
  credit_at_market: nullable(Type.Number(aShare), 'sold at the bid, bought at the ask'),
  max_loss: nullable(Type.Number(aShare), 'the wider spread − credit_mid'),
  break_even: nullable(Type.Object({ low: Type.Number(points), high: Type.Number(points) }), 'at settlement, by credit_mid'),
});
const Paths = Type.Array(Type.String(), { description: 'members of this object, such as `king_node.distance_pct`' });

/** The regime card, under the old heatmap's name for it. Every number in its sentences is one of its members: `traces` names which. */
export const Recommendation = Type.Object(
  {
    summary: Type.String({ description: 'one sentence' }),
    summary_class: Type.Enum(['pin', 'drift', 'bullish-momentum', 'bearish-momentum', 'wait', 'none']),
    profile: Type.Enum(['positive', 'negative', 'neutral'], { description: 'net GEX beyond ±10 % of the largest strike’s' }),
    bias: Type.Enum(['range', 'trend', 'chop']),
    spot: Type.Number(points),
    net_gex: Type.Number(usd),
    largest_net: nullable(StrikeNet, 'the strike with the largest |net|, of all strikes'),
    net_to_largest: nullable(Type.Number(), 'net_gex / |largest_net.net_gex|'),
    king_node: nullable(
      Type.Object({
        strike: Type.Number(points),
        gex: Type.Number({ description: 'net, USD per 1 % move' }),
        total_gamma: Type.Number({ description: 'gross, USD per 1 % move' }),
        direction: Type.Enum(['above', 'below', 'at']),
        distance: Type.Number({ description: 'king − spot, points' }),
        distance_pct: Type.Number({ description: 'percent of spot' }),
      }),
      'strike with the largest gross GEX',
    ),
    gamma_wall: nullable(Type.Object({ strike: Type.Number(points) }), 'call wall'),
    put_wall: nullable(Type.Object({ strike: Type.Number(points) }), 'put wall'),
    support: nullable(StrikeNet, 'nearest strike below spot with net above 15 % of the largest'),
    resistance: nullable(StrikeNet, 'nearest such strike above spot'),
    expected_move: nullable(
      Type.Object({
        until: Type.String({ description: 'ISO 8601, UTC' }),
        atm_iv: Type.Number(),
        one_sigma: Type.Number(points),
      }),
      'spot × atm_iv × √years to the nearest settlement',
    ),
    expected_range: Type.Object({
      low: nullable(Type.Number(), 'points'),
      high: nullable(Type.Number(), 'points'),
      low_from: RangeReason,
      high_from: RangeReason,
    }),
    condor: nullable(
      Condor,
      'an iron condor, where the profile is positive and today’s chain has its strikes: sold at 10 delta or less, bought at least 0.4 % of spot beyond; without a chance of winning',
    ),
    action_items: Type.Array(Type.String(), { description: 'sentences: king, support, resistance' }),
    traces: Type.Object({ summary: Paths, action_items: Type.Array(Paths, { description: 'by item' }) }),
    disclaimer: Type.String(),
    timestamp: Type.String({ description: 'ISO 8601, UTC: the levels’ as_of; strikes are up to a second older' }),
  },
  { description: 'how the gamma lies around spot, under the dealer model named beside it; no forecast, and no probabilities' },
);

export type RecommendationBody = Static<typeof Recommendation>;
