import { type Static, Type } from 'typebox';
import { nullable, Source } from './fields.ts';

const points = (description: string) => nullable(Type.Number(), description);
const unsaid = (description: string) => Type.Null({ description });

/** `/api/v1/market/SYMBOL`: the underlying itself, in the words of the older contract. */
export const MarketData = Type.Object({
  symbol: Type.String(),
  price: Type.Number({ description: 'points: the last trade, else the mark, else the middle of the quote' }),
  volume: points('shares traded today; null where the source tells none, as of indices'),
  timestamp: Type.String({ description: 'ISO 8601, UTC: the newest source time of quote and trade' }),
  bid: points('points'),
  ask: points('points'),
  bid_size: unsaid('not taken from the source'),
  ask_size: unsaid('not taken from the source'),
  last_trade_price: points('points'),
  last_trade_size: unsaid('not taken from the source'),
  day_open: points('of the minute bars of the regular session; null before the first, and while the history cannot be read'),
  day_high: points('the same'),
  day_low: points('the same'),
  prev_close: points('the last bar of the session before; null where the history holds none'),
  data_source: Source,
  data_quality: Type.Union([Type.Literal('realtime'), Type.Literal('delayed'), Type.Literal('stale')], {
    description: 'by age: realtime ≤ 5 s, delayed ≤ 60 s, stale above, also while the market is closed',
  }),
  metadata: Type.Object({
    simulated: Type.Boolean(),
    age_ms: Type.Integer({ description: 'feed time now − timestamp' }),
    feed_now: Type.String({ description: "ISO 8601: the feed's clock when this was answered" }),
  }),
});

export type MarketDataBody = Static<typeof MarketData>;
