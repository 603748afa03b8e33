import { exposureUnits, feedSource, isoTime, isSimulated } from '@gexstream/domain';
import { modelMeaning, type Store } from '@gexstream/store';
import type { FastifyInstance } from 'fastify';
import { type Static, Type } from 'typebox';
import { ExposuresHistory, type ExposuresHistoryBody } from '../contract/exposures-history.ts';
import { canonicalSymbol } from '../contract/symbol.ts';
import { exposureHistory } from '../history/exposure-history.ts';
import { historyRange } from '../history/history-range.ts';
import type { LiveView } from '../live/live-view.ts';
import { exposureChoice, exposureChoiceFields } from './exposures.ts';
import { SymbolParams, sendJson } from './gex.ts';
import { historyRangeFields } from './history.ts';
import { json, problemResponses } from './problem-responses.ts';

const Querystring = Type.Object({ ...exposureChoiceFields, ...historyRangeFields }, { additionalProperties: false });

export const exposuresHistoryRoutes = (app: FastifyInstance, view: LiveView, store: Store): void => {
  app.get<{ Params: Static<typeof SymbolParams>; Querystring: Static<typeof Querystring> }>(
    '/api/v1/gex/:symbol/exposures/history',
    {
      schema: {
        tags: ['gex'],
        summary: 'Gamma to zomma of one symbol over time, by measure and horizon, under every dealer model; kept by the minute',
        params: SymbolParams,
        querystring: Querystring,
        response: {
          200: json(ExposuresHistory, 'Oldest first; intervals without rows are absent'),
          ...problemResponses.badInput,
          ...problemResponses.unknownSymbol,
          ...problemResponses.tooManyRequests,
          ...problemResponses.storeUnavailable,
        },
      },
    },
    async (request, reply) => {
      const symbol = canonicalSymbol(request.params.symbol);
      const choice = exposureChoice(request.query);
      const { interval, from, to } = request.query;
      const range = historyRange({ interval, from, to }, view.feedNow());
      const { model, points } = await exposureHistory(view, store, symbol, choice, range);
      const body: ExposuresHistoryBody = {
        symbol,
        interval: range.interval,
        source: feedSource(view.feed()),
        simulated: isSimulated(view.feed()),
        model,
        ...modelMeaning(model),
        dealer_model: choice.model,
        horizon: choice.horizon,
        exposure_units: exposureUnits as ExposuresHistoryBody['exposure_units'],
        from: isoTime(range.from),
        to: isoTime(range.to),
        points: [...points],
      };
      return sendJson(reply, JSON.stringify(body));
    },
  );
};
