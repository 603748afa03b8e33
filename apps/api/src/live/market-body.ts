import { type EpochMs, type Feed, feedSource, freshnessOf, isoTime, isSimulated } from '@gexstream/domain';
import type { MarketDataBody } from '../contract/market.ts';
import type { DayFigures } from '../history/day-figures.ts';
import type { HeldQuote } from './market-quotes.ts';

/** Null while nothing said of it is a price. */
export const marketBody = (
  symbol: string,
  quote: HeldQuote,
  day: DayFigures,
  feed: Feed,
  feedNow: EpochMs,
): MarketDataBody | null => {
  const { bid, ask, last, mark, volume, newestMs } = quote;
  const price = last ?? mark ?? (bid !== undefined && ask !== undefined && ask >= bid ? (bid + ask) / 2 : undefined);
  if (price === undefined) return null;
  const ageMs = Math.max(0, Math.round(feedNow - newestMs));
  const freshness = freshnessOf(ageMs, true);
  return {
    symbol,
    price,
    volume: volume ?? null,
    timestamp: isoTime(newestMs),
    bid: bid ?? null,
    ask: ask ?? null,
    bid_size: null,
    ask_size: null,
    last_trade_price: last ?? null,
    last_trade_size: null,
    day_open: day.open,
    day_high: day.high,
    day_low: day.low,
    prev_close: day.previousClose,
    data_source: feedSource(feed),
    data_quality: freshness === 'live' ? 'realtime' : freshness === 'delayed' ? 'delayed' : 'stale',
    metadata: { simulated: isSimulated(feed), age_ms: ageMs, feed_now: isoTime(feedNow) },
  };
};
