import { feedSource, gexUnit, isoTime, isSimulated } from '@gexstream/domain';
import { modelMeaning, type Store } from '@gexstream/store';
import type { FastifyInstance } from 'fastify';
import { type Static, Type } from 'typebox';
import { canonicalSymbol } from '../contract/symbol.ts';
import {
  ConnectionStatus,
  type ConnectionStatusBody,
  GexCalculation,
  GexDataPoints,
  type GexDataPointsBody,
} from '../contract/v1.ts';
import { historyRange } from '../history/history-range.ts';
import { intervalNames } from '../history/intervals.ts';
import { symbolHistory } from '../history/symbol-history.ts';
import type { Chains } from '../live/chains.ts';
import { connectionState } from '../live/connection-state.ts';
import { knownSymbol } from '../live/known-symbol.ts';
import type { LiveView } from '../live/live-view.ts';
import { optionsBody } from '../live/options-body.ts';
import { SymbolParams, sendJson } from './gex.ts';
import { moment } from './history.ts';
import { json, problemResponses } from './problem-responses.ts';

const NoQuery = Type.Object({}, { additionalProperties: false });
const GexQuerystring = Type.Object(
  { include_options: Type.Optional(Type.Enum(['true', 'false'], { description: 'the contracts too; false unless given' })) },
  { additionalProperties: false },
);
const DataPointsQuerystring = Type.Object(
  {
    interval: Type.Optional(Type.Enum([...intervalNames], { description: '5m unless given' })),
    start_date: Type.Optional(Type.String({ maxLength: 40, description: `inclusive: ${moment}` })),
    end_date: Type.Optional(Type.String({ maxLength: 40, description: `exclusive: ${moment}` })),
  },
  { additionalProperties: false },
);
const rangeNames = { from: 'start_date', to: 'end_date' };

/** The older contract: what `/api/gex`, its history and `/api/status` tell, in its words. */
export const v1Routes = (app: FastifyInstance, view: LiveView, store: Store, chains: Chains): void => {
  app.get<{ Params: Static<typeof SymbolParams>; Querystring: Static<typeof GexQuerystring> }>(
    '/api/v1/gex/:symbol',
    {
      schema: {
        tags: ['v1'],
        summary: 'Totals and levels of one symbol',
        params: SymbolParams,
        querystring: GexQuerystring,
        response: {
          200: json(GexCalculation, 'The newest of it'),
          ...problemResponses.badInput,
          ...problemResponses.unknownSymbol,
          ...problemResponses.tooManyRequests,
          ...problemResponses.notYet,
        },
      },
    },
    async (request, reply) => {
      const answers = knownSymbol(view, request.params.symbol);
      const body = answers.calculationJson(view.head(answers.levels));
      if (request.query.include_options !== 'true') return sendJson(reply, body);
      const { chain, carry } = await chains.of(request.params.symbol);
      const { options } = optionsBody(chain, view.feed(), carry, { side: 'both' });
      return sendJson(reply, `${body.slice(0, -1)},"options_data":${JSON.stringify(options)}}`);
    },
  );

  app.get<{ Params: Static<typeof SymbolParams>; Querystring: Static<typeof DataPointsQuerystring> }>(
    '/api/v1/gex/:symbol/history',
    {
      schema: {
        tags: ['v1'],
        summary: 'Gross GEX and zero gamma of one symbol over time',
        params: SymbolParams,
        querystring: DataPointsQuerystring,
        response: {
          200: json(GexDataPoints, 'Oldest first'),
          ...problemResponses.badInput,
          ...problemResponses.unknownSymbol,
          ...problemResponses.tooManyRequests,
          ...problemResponses.storeUnavailable,
        },
      },
    },
    async (request, reply) => {
      const symbol = canonicalSymbol(request.params.symbol);
      const { interval = '5m', start_date: from, end_date: to } = request.query;
      const range = historyRange({ interval, from, to }, view.feedNow(), rangeNames);
      const { model, points } = await symbolHistory(view, store, symbol, range);
      const body: GexDataPointsBody = {
        symbol,
        interval,
        source: feedSource(view.feed()),
        simulated: isSimulated(view.feed()),
        data_points: points.map(({ interval_start, spot, gross_gex, zero_gamma }) => ({
          timestamp: interval_start,
          spot_price: spot,
          total_gamma: gross_gex,
          gamma_flip_price: zero_gamma,
          confidence_score: null,
        })),
        metadata: { unit: gexUnit, model, ...modelMeaning(model) },
      };
      return sendJson(reply, JSON.stringify(body));
    },
  );

  app.get(
    '/api/v1/connection/status',
    {
      schema: {
        tags: ['v1'],
        summary: 'Whether ingest is connected to its source',
        querystring: NoQuery,
        response: {
          200: json(ConnectionStatus, 'Now'),
          ...problemResponses.badInput,
          ...problemResponses.tooManyRequests,
        },
      },
    },
    async (_request, reply) => sendJson(reply, JSON.stringify(connectionStatus(view))),
  );
};

const connectionStatus = (view: LiveView): ConnectionStatusBody => {
  const said = view.feedStatus()?.body;
  const connectedMs = view.lastConnected();
  return {
    status: connectionState(view),
    last_connected_at: connectedMs === null ? null : isoTime(connectedMs),
    reconnect_attempts: null,
    message: said?.detail ?? 'nothing heard from ingest so far',
  };
};
