import { feedSource, gexUnit, isoTime, isSimulated } from '@gexstream/domain';
import { modelMeaning, type Store } from '@gexstream/store';
import type { FastifyInstance } from 'fastify';
import { type Static, Type } from 'typebox';
import { History, type HistoryBody } from '../contract/history.ts';
import { canonicalSymbol } from '../contract/symbol.ts';
import { historyRange } from '../history/history-range.ts';
import { intervalNames } from '../history/intervals.ts';
import { symbolHistory } from '../history/symbol-history.ts';
import type { LiveView } from '../live/live-view.ts';
import { SymbolParams, sendJson } from './gex.ts';
import { json, problemResponses } from './problem-responses.ts';

export const moment = 'ISO 8601 with its zone, a date (New York’s midnight), or epoch milliseconds';

export const historyRangeFields = {
  interval: Type.Optional(Type.Enum([...intervalNames], { description: '1m unless given' })),
  from: Type.Optional(
    Type.String({ maxLength: 40, description: `inclusive: ${moment}; the last 24 hours and session unless given` }),
  ),
  to: Type.Optional(Type.String({ maxLength: 40, description: `exclusive: ${moment}; the feed's time now unless given` })),
};

const HistoryQuerystring = Type.Object(historyRangeFields, { additionalProperties: false });

export const historyRoutes = (app: FastifyInstance, view: LiveView, store: Store): void => {
  app.get<{ Params: Static<typeof SymbolParams>; Querystring: Static<typeof HistoryQuerystring> }>(
    '/api/gex/:symbol/history',
    {
      schema: {
        tags: ['gex'],
        summary: 'Totals and levels of one symbol over time, at most 20 160 intervals',
        params: SymbolParams,
        querystring: HistoryQuerystring,
        response: {
          200: json(History, 'Oldest first; intervals without rows are absent'),
          ...problemResponses.badInput,
          ...problemResponses.unknownSymbol,
          ...problemResponses.tooManyRequests,
          ...problemResponses.storeUnavailable,
        },
      },
    },
    async (request, reply) => {
      const symbol = canonicalSymbol(request.params.symbol);
      const range = historyRange(request.query, view.feedNow());
      const { model, points } = await symbolHistory(view, store, symbol, range);
      const body: HistoryBody = {
        symbol,
        interval: range.interval,
        unit: gexUnit,
        source: feedSource(view.feed()),
        simulated: isSimulated(view.feed()),
        model,
        ...modelMeaning(model),
        from: isoTime(range.from),
        to: isoTime(range.to),
        points: [...points],
      };
      return sendJson(reply, JSON.stringify(body));
    },
  );
};
