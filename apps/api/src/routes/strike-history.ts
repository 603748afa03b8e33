import { feedSource, gexUnit, isoTime, isSimulated } from '@gexstream/domain';
import { modelId, modelMeaning, type Store } from '@gexstream/store';
import type { FastifyInstance } from 'fastify';
import { type Static, Type } from 'typebox';
import { StrikeHistory, type StrikeHistoryBody } from '../contract/strike-history.ts';
import { canonicalSymbol } from '../contract/symbol.ts';
import { newestModel } from '../history/history-points.ts';
import { historyRange } from '../history/history-range.ts';
import { readHistory } from '../history/read-history.ts';
import { strikeHistory } from '../history/strike-history.ts';
import { unknownSymbol } from '../live/known-symbol.ts';
import type { LiveView } from '../live/live-view.ts';
import { SymbolParams, sendJson } from './gex.ts';
import { historyRangeFields } from './history.ts';
import { json, problemResponses } from './problem-responses.ts';

const Querystring = Type.Object(
  {
    ...historyRangeFields,
    interval: Type.Optional(Type.Enum(['5m', '15m', '1h'], { description: '5m unless given' })),
    window: Type.Optional(
      Type.Number({ minimum: 0.1, maximum: 100, description: 'percent of the newest spot on each side; 5 unless given' }),
    ),
  },
  { additionalProperties: false },
);

export const strikeHistoryRoutes = (app: FastifyInstance, view: LiveView, store: Store): void => {
  app.get<{ Params: Static<typeof SymbolParams>; Querystring: Static<typeof Querystring> }>(
    '/api/v1/gex/:symbol/strikes/history',
    {
      schema: {
        tags: ['gex'],
        summary: 'Strike × time: net and gross GEX of one symbol by strike over time, at most 160 columns',
        params: SymbolParams,
        querystring: Querystring,
        response: {
          200: json(StrikeHistory, 'Oldest first'),
          ...problemResponses.badInput,
          ...problemResponses.unknownSymbol,
          ...problemResponses.tooManyRequests,
          ...problemResponses.storeUnavailable,
        },
      },
    },
    async (request, reply) => {
      const symbol = canonicalSymbol(request.params.symbol);
      const { window = 5, interval = '5m', ...ends } = request.query;
      const range = historyRange({ interval, ...ends }, view.feedNow());
      const body = await readHistory(async (): Promise<StrikeHistoryBody> => {
        const live = view.answers(symbol)?.levels.body.model;
        const model = live ? modelId(live) : await newestModel(store, symbol);
        if (model === null) throw unknownSymbol(view, symbol);
        return {
          symbol,
          interval,
          unit: gexUnit,
          source: feedSource(view.feed()),
          simulated: isSimulated(view.feed()),
          model,
          ...modelMeaning(model),
          from: isoTime(range.from),
          to: isoTime(range.to),
          ...(await strikeHistory(store, { underlying: symbol, model }, range, window)),
        };
      });
      return sendJson(reply, JSON.stringify(body));
    },
  );
};
