import { type EpochMs, easternTime, epochMs } from '@gexstream/domain';
import type { FastifyInstance } from 'fastify';
import { marketMoment, type Session, sessionsBefore } from '../market/sessions.ts';
import type { UnderlyingMarket } from '../market/underlying-market.ts';
import { type Bar, barBetween } from '../market/underlying-quote.ts';
import type { ServerContext } from '../server-context.ts';
import { marketDataError } from './rest-errors.ts';

interface HistoryQuery {
  readonly symbol?: string;
  readonly periodType?: string;
  readonly period?: string;
  readonly frequencyType?: string;
  readonly frequency?: string;
  readonly startDate?: string;
  readonly endDate?: string;
  readonly needPreviousClose?: string;
}

/** Each session's path is walked anew, so the look back is bounded. */
const minuteSessionsMax = 10;
const dailySessionsMax = 63;
const minuteFrequencies = new Set([1, 5, 10, 15, 30]);

/** Sessions up to a moment, oldest first, the one under way included. */
const sessionsUpTo = (at: EpochMs, count: number): readonly Session[] => {
  const { session } = marketMoment(at);
  return [session, ...sessionsBefore(session.date, count - 1)].reverse();
};

const minuteBars = (underlying: UnderlyingMarket, session: Session, stepSeconds: number, at: EpochMs): readonly Bar[] => {
  const bars: Bar[] = [];
  for (let from = 0; from < session.seconds; from += stepSeconds) {
    const to = Math.min(from + stepSeconds, session.seconds);
    // A bar is there once it is complete.
    if (session.openMs + to * 1000 > at) break;
    bars.push(barBetween(underlying.profile, underlying.path, session, from, to));
  }
  return bars;
};

/** Daily bars carry midnight in Chicago, which is one in the morning in New York. */
const dailyBar = (underlying: UnderlyingMarket, session: Session, at: EpochMs): Bar => {
  const to = Math.min(session.seconds, Math.max(0, Math.floor((at - session.openMs) / 1000)));
  return { ...barBetween(underlying.profile, underlying.path, session, 0, to), startMs: easternTime(session.date, 1, 0) };
};

export const priceHistoryRoute = (app: FastifyInstance, { market, clock }: ServerContext): void => {
  app.get<{ Querystring: HistoryQuery }>('/marketdata/v1/pricehistory', async (request, reply) => {
    const { symbol, periodType = 'day', frequencyType = periodType === 'day' ? 'minute' : 'daily' } = request.query;
    const refuse = (parameter: string) => marketDataError(reply, 400, 'Check Param Values', { parameter });
    if (symbol === undefined) return refuse('symbol');
    const underlying = market.byWireSymbol(symbol);
    if (!underlying) return marketDataError(reply, 404, 'Symbol not found', { parameter: 'symbol' });
    if (frequencyType !== 'minute' && frequencyType !== 'daily') return refuse('frequencyType');
    const frequency = Number(request.query.frequency ?? 1);
    if (frequencyType === 'minute' && !minuteFrequencies.has(frequency)) return refuse('frequency');
    const period = Number(request.query.period ?? (periodType === 'day' ? 10 : 1));
    if (!(Number.isInteger(period) && period >= 1)) return refuse('period');
    const now = clock.now();
    // Without an end the answer stops at the close before today, as Schwab's does.
    const today = marketMoment(now).session;
    const end = epochMs(request.query.endDate === undefined ? today.openMs - 1 : Math.min(Number(request.query.endDate), now));
    const start = request.query.startDate === undefined ? null : Number(request.query.startDate);
    if (start !== null && !(start <= end)) return refuse('startDate');

    const daily = frequencyType === 'daily';
    const wanted = start === null ? (periodType === 'day' ? period : 21 * period) : Math.ceil((end - start) / 86_400_000) + 1;
    const sessions = sessionsUpTo(end, Math.min(wanted, daily ? dailySessionsMax : minuteSessionsMax));
    const candles = sessions
      .flatMap((session) => (daily ? [dailyBar(underlying, session, end)] : minuteBars(underlying, session, frequency * 60, end)))
      .filter((bar) => start === null || bar.startMs >= start)
      .map(({ startMs, ...bar }) => ({ ...bar, datetime: startMs }));
    const before = sessions[0] && sessionsBefore(sessions[0].date, 1)[0];
    return {
      symbol: underlying.wireSymbol,
      empty: candles.length === 0,
      ...(request.query.needPreviousClose === 'true' && before
        ? {
            previousClose: Math.round(underlying.path.closeOf(before) * 100) / 100,
            previousCloseDate: easternTime(before.date, 1, 0),
          }
        : {}),
      candles,
    };
  });
};
