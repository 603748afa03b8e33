import type { Envelope, Gap, UnderlyingBar, UnderlyingQuote } from '@gexstream/domain';
import type { feedGaps, RowOf, underlyingBars, underlyingTicks } from '@gexstream/store';
import { provenanceOf } from './provenance.ts';

/** The row of table `underlying_ticks` that a quote record stands for; what it does not carry is null. */
export const tickRow = (event: Envelope<'underlying-quote', UnderlyingQuote>): RowOf<typeof underlyingTicks> => {
  const { body } = event;
  return {
    ts: event.eventMs,
    underlying: event.underlying,
    origin: body.origin,
    bid: body.bid ?? null,
    ask: body.ask ?? null,
    last: body.last ?? null,
    mark: body.mark ?? null,
    volume: body.volume ?? null,
    quote_ts: body.quoteMs ?? null,
    trade_ts: body.tradeMs ?? null,
    ...provenanceOf(event),
  };
};

/** The row of table `underlying_bars`: it stands at the start of its minute, whenever it came. */
export const barRow = (event: Envelope<'underlying-bar', UnderlyingBar>): RowOf<typeof underlyingBars> => {
  const { startMs, open, high, low, close, volume } = event.body;
  return { ts: startMs, underlying: event.underlying, open, high, low, close, volume, ...provenanceOf(event) };
};

/** The row of table `feed_gaps`. */
export const gapRow = (event: Envelope<'gap', Gap>): RowOf<typeof feedGaps> => {
  const { fromMs, toMs, reason } = event.body;
  return { from_ts: fromMs, to_ts: toMs, underlying: event.underlying, reason, ...provenanceOf(event) };
};
