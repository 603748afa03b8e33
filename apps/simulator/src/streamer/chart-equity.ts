import { type EpochMs, easternTime } from '@gexstream/domain';
import { marketMoment } from '../market/sessions.ts';
import type { UnderlyingMarket } from '../market/underlying-market.ts';
import { barBetween } from '../market/underlying-quote.ts';
import type { FieldReader } from './field-value.ts';

/** Number of the latest complete minute of the session, counted over all sessions; -1 before the first minute of a day has passed. */
export const latestMinute = (at: EpochMs): { readonly label: string; readonly index: number } => {
  const { session, second } = marketMoment(at);
  const index = Math.floor(second / 60) - 1;
  return { label: `${session.date}/${index}`, index };
};

/** CHART_EQUITY of a minute in the order seen on the wire: sequence first. The sequence counts minutes since 07:00 New York. */
export const chartFields = (underlying: UnderlyingMarket, at: EpochMs, index: number): FieldReader => {
  const { session } = marketMoment(at);
  const bar = barBetween(underlying.profile, underlying.path, session, index * 60, (index + 1) * 60);
  const values = [
    undefined,
    Math.round((bar.startMs - easternTime(session.date, 7, 0)) / 60_000),
    bar.open,
    bar.high,
    bar.low,
    bar.close,
    bar.volume,
    bar.startMs,
    session.dayNumber,
  ];
  return (field) => values[field];
};
