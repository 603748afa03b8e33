import type { FastifyInstance } from 'fastify';
import { type Static, Type } from 'typebox';
import { DateText } from '../contract/civil-date.ts';
import { Options } from '../contract/options.ts';
import type { Chains } from '../live/chains.ts';
import type { LiveView } from '../live/live-view.ts';
import { optionsBody } from '../live/options-body.ts';
import { wrongField } from '../server/problem.ts';
import { SymbolParams, sendJson } from './gex.ts';
import { json, problemResponses } from './problem-responses.ts';

const OptionsQuerystring = Type.Object(
  {
    expiration_date: Type.Optional(Type.String({ ...DateText, description: 'a date as YYYY-MM-DD; all unless given' })),
    option_type: Type.Optional(Type.Enum(['call', 'put', 'both'], { description: 'both unless given' })),
  },
  { additionalProperties: false },
);

export const optionsRoutes = (app: FastifyInstance, view: LiveView, chains: Chains): void => {
  app.get<{ Params: Static<typeof SymbolParams>; Querystring: Static<typeof OptionsQuerystring> }>(
    '/api/v1/options/:symbol',
    {
      schema: {
        tags: ['v1'],
        summary: 'The contracts of one symbol: quotes, open interest, IV and greeks',
        params: SymbolParams,
        querystring: OptionsQuerystring,
        response: {
          200: json(Options, 'As of 10 s ago at most'),
          ...problemResponses.badInput,
          ...problemResponses.unknownSymbol,
          ...problemResponses.tooManyRequests,
          ...problemResponses.notYet,
        },
      },
    },
    async (request, reply) => {
      const { chain, carry } = await chains.of(request.params.symbol);
      const { expiration_date: expiration, option_type: side = 'both' } = request.query;
      const body = optionsBody(chain, view.feed(), carry, { expiration, side });
      if (expiration !== undefined && !body.expiration_dates.includes(expiration))
        throw wrongField(
          'expiration_date',
          `${body.symbol} has no contracts of ${expiration}; it has ${body.expiration_dates.join(', ')}`,
        );
      return sendJson(reply, JSON.stringify(body));
    },
  );
};
