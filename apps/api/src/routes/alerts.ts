import { feedSource, isoTime, isSimulated } from '@gexstream/domain';
import type { FastifyInstance } from 'fastify';
import { type Static, Type } from 'typebox';
import { AlertsBody } from '../contract/alerts.ts';
import { canonicalSymbol, SymbolText } from '../contract/symbol.ts';
import { alertBody } from '../live/alert-body.ts';
import { type AlertsView, houseKey } from '../live/alerts-view.ts';
import type { LiveView } from '../live/live-view.ts';
import { sendJson } from './gex.ts';
import { json, problemResponses } from './problem-responses.ts';

const AlertsQuery = Type.Object(
  {
    symbol: Type.Optional(SymbolText),
    of: Type.Optional(Type.Enum(['house', 'own'], { description: 'both when left out' })),
    suppressed: Type.Optional(Type.Boolean({ description: 'true: also those of which nobody was told' })),
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 500, description: '100 when left out' })),
  },
  { additionalProperties: false },
);

/** Alerts that everybody sees, and those of the chats that the caller has linked: nobody sees another's. */
export const alertRoutes = (app: FastifyInstance, view: LiveView, alerts: AlertsView): void => {
  app.get<{ Querystring: Static<typeof AlertsQuery> }>(
    '/api/v1/alerts',
    {
      schema: {
        tags: ['v1'],
        summary: 'Alerts of the last days, newest first: the house’s, and those of the chats you have linked',
        querystring: AlertsQuery,
        response: {
          200: json(AlertsBody, 'Empty when there is none'),
          ...problemResponses.badInput,
          ...problemResponses.tooManyRequests,
        },
      },
    },
    async (request, reply) => {
      const { symbol, of, suppressed = false, limit = 100 } = request.query;
      const asked = symbol === undefined ? null : canonicalSymbol(symbol);
      const found = [
        ...(of === 'own' ? [] : alerts.ofChat(houseKey)),
        ...(of === 'house' ? [] : alerts.ofUser(request.caller!.user)),
      ]
        .filter(({ fired }) => asked === null || fired.underlying === asked)
        .filter(({ fired }) => suppressed || fired.body.suppressed === null)
        .sort((a, b) => b.fired.body.firedMs - a.fired.body.firedMs)
        .slice(0, limit);
      const body: Static<typeof AlertsBody> = {
        feed_now: isoTime(view.feedNow()),
        source: feedSource(view.feed()),
        simulated: isSimulated(view.feed()),
        alerts: found.map(alertBody),
      };
      return sendJson(reply, JSON.stringify(body));
    },
  );
};
