import { randomUUID } from 'node:crypto';
import { type BusRecord, demandRecord, demandWithdrawal, type Publisher } from '@gexstream/bus';
import { isoTime } from '@gexstream/domain';
import { epochMs } from '@gexstream/domain/time';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { type Static, Type } from 'typebox';
import { nullable } from '../contract/fields.ts';
import { canonicalSymbol } from '../contract/symbol.ts';
import type { LiveView } from '../live/live-view.ts';
import { ProblemError } from '../server/problem.ts';
import { SymbolParams, sendJson } from './gex.ts';
import { json, problemResponses } from './problem-responses.ts';

const minutesDefault = 8 * 60;
const minutesMax = 7 * 24 * 60;

const NoQuery = Type.Object({}, { additionalProperties: false });
const DemandBody = Type.Object(
  {
    minutes: Type.Optional(
      Type.Integer({ minimum: 1, maximum: minutesMax, description: `of the feed's time; ${minutesDefault} unless given` }),
    ),
  },
  { additionalProperties: false },
);

const Demanded = Type.Object({
  symbol: Type.String(),
  until: nullable(Type.String(), "ISO 8601, UTC, by the feed's clock; null when it was taken back"),
});

/** A symbol beside the configured ones is asked of ingest; `/api/status` names it once it is followed. */
export const demandRoutes = (app: FastifyInstance, view: LiveView, bus: Publisher): void => {
  const run = randomUUID();
  const answer = async (reply: FastifyReply, record: BusRecord, body: Static<typeof Demanded>): Promise<FastifyReply> => {
    try {
      await bus.publish([record]);
    } catch (cause) {
      throw new ProblemError(
        'bus-unavailable',
        'The demand was not taken, for the topics cannot be written now; ask again',
        [],
        cause,
      );
    }
    return sendJson(reply, JSON.stringify(body));
  };
  const responses = {
    200: json(Demanded, 'What stands now; it takes a moment until the symbol has levels'),
    ...problemResponses.badInput,
    ...problemResponses.tooManyRequests,
    ...problemResponses.busUnavailable,
  };

  app.put<{ Params: Static<typeof SymbolParams>; Body: Static<typeof DemandBody> | null }>(
    '/api/v1/demand/:symbol',
    {
      config: { access: 'trade' },
      schema: {
        tags: ['v1'],
        summary: 'Follow a symbol for a while, as if it were configured; asked again, the end moves',
        params: SymbolParams,
        querystring: NoQuery,
        body: DemandBody,
        response: responses,
      },
    },
    async (request, reply) => {
      const symbol = canonicalSymbol(request.params.symbol);
      const now = view.feedNow();
      const untilMs = epochMs(now + (request.body?.minutes ?? minutesDefault) * 60_000);
      const record = demandRecord(symbol, { app: 'api', want: 'follow', untilMs }, { feed: view.feed(), run, now });
      return answer(reply, record, { symbol, until: isoTime(untilMs) });
    },
  );

  app.delete<{ Params: Static<typeof SymbolParams> }>(
    '/api/v1/demand/:symbol',
    {
      config: { access: 'trade' },
      schema: {
        tags: ['v1'],
        summary: 'Take it back; configured symbols are followed all the same',
        params: SymbolParams,
        querystring: NoQuery,
        response: responses,
      },
    },
    async (request, reply) => {
      const symbol = canonicalSymbol(request.params.symbol);
      return answer(reply, demandWithdrawal('api', symbol, 'follow', view.feedNow()), { symbol, until: null });
    },
  );
};
