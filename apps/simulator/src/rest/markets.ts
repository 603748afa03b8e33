import { addDays, type EpochMs, easternDate, easternOffsetMs, easternTime, epochMs, sessionOn } from '@gexstream/domain';
import type { FastifyInstance } from 'fastify';
import type { ServerContext } from '../server-context.ts';
import { marketDataError } from './rest-errors.ts';

/** Product keys of an open day and their regular hours' last minute on a full day, New York. */
const products = {
  equity: [{ key: 'EQ', name: 'equity', closeMinutesAfter: 0 }],
  option: [
    { key: 'EQO', name: 'equity option', closeMinutesAfter: 0 },
    { key: 'IND', name: 'index option', closeMinutesAfter: 15 },
  ],
} as const;

type MarketName = keyof typeof products;

const isMarketName = (name: string): name is MarketName => name === 'equity' || name === 'option';

/** `2025-07-21T09:30:00-04:00` */
const withOffset = (at: EpochMs): string => {
  const offsetHours = easternOffsetMs(at) / 3_600_000;
  const wall = new Date(at + easternOffsetMs(at)).toISOString().slice(0, 19);
  return `${wall}-0${Math.abs(offsetHours)}:00`;
};

const marketDay = (name: MarketName, date: string, holiday: boolean): Record<string, unknown> => {
  const session = holiday ? null : sessionOn(date);
  const marketType = name.toUpperCase();
  if (session === null) return { [name]: { date, marketType, product: name, isOpen: false } };
  return Object.fromEntries(
    products[name].map(({ key, name: productName, closeMinutesAfter }) => {
      const close = epochMs(session.closeMs + closeMinutesAfter * 60_000);
      const regularMarket = [{ start: withOffset(session.openMs), end: withOffset(close) }];
      const sessionHours =
        name === 'equity'
          ? {
              preMarket: [{ start: withOffset(easternTime(date, 7, 0)), end: withOffset(session.openMs) }],
              regularMarket,
              postMarket: [{ start: withOffset(close), end: withOffset(easternTime(date, 20, 0)) }],
            }
          : { regularMarket };
      return [key, { date, marketType, product: key, productName, isOpen: true, sessionHours }];
    }),
  );
};

export const marketsRoutes = (app: FastifyInstance, { clock, faults }: ServerContext): void => {
  const hours = (name: MarketName, date: string) => marketDay(name, date, faults.holds('holiday'));
  const dateProblem = (date: string): string | null => {
    const today = easternDate(clock.now());
    if (!/^\d{4}-\d{2}-\d{2}$/.test(date)) return 'Check Param Values';
    if (date < addDays(today, -7)) return 'Date cannot be more than 7 days in the past.';
    return date > addDays(today, 365) ? 'Date cannot be beyond 1 year from today.' : null;
  };

  app.get<{ Querystring: { markets?: string; date?: string } }>('/marketdata/v1/markets', async (request, reply) => {
    const names = (request.query.markets ?? '').split(',');
    if (!names.every(isMarketName)) return marketDataError(reply, 400, 'Check Param Values', { parameter: 'markets' });
    const date = request.query.date ?? easternDate(clock.now());
    const problem = dateProblem(date);
    if (problem !== null) return marketDataError(reply, 400, problem, { parameter: 'date' });
    return Object.fromEntries(names.map((name) => [name, hours(name, date)]));
  });

  app.get<{ Params: { name: string }; Querystring: { date?: string } }>(
    '/marketdata/v1/markets/:name',
    async (request, reply) => {
      const { name } = request.params;
      if (!isMarketName(name)) return marketDataError(reply, 404, 'Market not found', { parameter: 'market_id' });
      const date = request.query.date ?? easternDate(clock.now());
      const problem = dateProblem(date);
      if (problem !== null) return marketDataError(reply, 400, problem, { parameter: 'date' });
      return { [name]: hours(name, date) };
    },
  );
};
