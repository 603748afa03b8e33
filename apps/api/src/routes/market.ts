import type { Clock } from '@gexstream/domain/time';
import { type Store, StoreError } from '@gexstream/store';
import type { FastifyInstance } from 'fastify';
import { type Static, Type } from 'typebox';
import { MarketData } from '../contract/market.ts';
import { canonicalSymbol } from '../contract/symbol.ts';
import { type DayFigures, dayFigures, noDayFigures } from '../history/day-figures.ts';
import { keptForAWhile } from '../live/kept-for-a-while.ts';
import { notYet, unknownSymbol } from '../live/known-symbol.ts';
import type { LiveView } from '../live/live-view.ts';
import { marketBody } from '../live/market-body.ts';
import type { MarketQuotes } from '../live/market-quotes.ts';
import { SymbolParams, sendJson } from './gex.ts';
import { json, problemResponses } from './problem-responses.ts';

/** The bars they come from are a minute apart. */
const dayFiguresKeptMs = 10_000;
const symbolsMax = 500;

export interface MarketRouteOptions {
  readonly view: LiveView;
  readonly quotes: MarketQuotes;
  readonly store: Store;
  /** The wall clock. */
  readonly clock: Clock;
}

export const marketRoutes = (app: FastifyInstance, { view, quotes, store, clock }: MarketRouteOptions): void => {
  const days = keptForAWhile<DayFigures>({
    make: (symbol) => dayFigures(store, symbol, view.feedNow()),
    keptMs: dayFiguresKeptMs,
    keysMax: symbolsMax,
    clock,
  });
  const dayOf = (symbol: string): Promise<DayFigures> =>
    days.get(symbol).catch((cause: unknown) => {
      if (!(cause instanceof StoreError)) throw cause;
      // Said by the nulls: the quote is good without them.
      return noDayFigures;
    });

  app.get<{ Params: Static<typeof SymbolParams> }>(
    '/api/v1/market/:symbol',
    {
      schema: {
        tags: ['v1'],
        summary: 'Quote and trade of one underlying',
        params: SymbolParams,
        querystring: Type.Object({}, { additionalProperties: false }),
        response: {
          200: json(MarketData, 'The newest of it'),
          ...problemResponses.badInput,
          ...problemResponses.unknownSymbol,
          ...problemResponses.tooManyRequests,
          ...problemResponses.notYet,
        },
      },
    },
    async (request, reply) => {
      const symbol = canonicalSymbol(request.params.symbol);
      const quote = quotes.lookUp(symbol);
      const body = quote && marketBody(symbol, quote, await dayOf(symbol), view.feed(), view.feedNow());
      if (!body) throw view.answers(symbol) === undefined ? unknownSymbol(view, symbol) : notYet(`${symbol} has no quote yet`);
      return sendJson(reply, JSON.stringify(body));
    },
  );
};
