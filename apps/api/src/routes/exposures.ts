import { horizons, measureNames, type ServedModel, servedModels } from '@gexstream/domain';
import type { FastifyInstance } from 'fastify';
import { type Static, Type } from 'typebox';
import { ExposuresAnswer } from '../contract/exposures.ts';
import type { ExposureChoice } from '../live/exposures-body.ts';
import { knownExposures } from '../live/known-symbol.ts';
import type { LiveView } from '../live/live-view.ts';
import { ProblemError, wrongField } from '../server/problem.ts';
import { SymbolParams, sendJson } from './gex.ts';
import { json, problemResponses } from './problem-responses.ts';

export const exposureChoiceFields = {
  model: Type.Optional(
    Type.Enum(Object.keys(servedModels) as ServedModel[], { description: 'dealer model; naive unless given' }),
  ),
  measure: Type.Optional(
    Type.Enum([...measureNames], {
      description: 'what stands for the position; oi unless given; volume_signed has one of its own',
    }),
  ),
  horizon: Type.Optional(
    Type.Enum(
      horizons.map(({ name }) => name),
      { description: 'which expiries; all unless given' },
    ),
  ),
};

/** What is left unsaid; throws a problem for a measure beside a model that has its own. */
export const exposureChoice = ({ model = 'naive', measure, horizon = 'all' }: Partial<ExposureChoice>): ExposureChoice => {
  if (model === 'volume_signed' && measure !== undefined)
    throw wrongField('measure', 'model volume_signed has a measure of its own, inventory: leave it out');
  return { model, measure: measure ?? 'oi', horizon };
};

/** Records from an earlier version of gex lack some of what it tells now. */
export const noSuchExposures = (): ProblemError =>
  new ProblemError('not-yet', 'The newest exposures do not tell that yet; they do from the next full minute on');

const ExposuresQuerystring = Type.Object(exposureChoiceFields, { additionalProperties: false });

export const exposuresRoutes = (app: FastifyInstance, view: LiveView): void => {
  app.get<{ Params: Static<typeof SymbolParams>; Querystring: Static<typeof ExposuresQuerystring> }>(
    '/api/v1/gex/:symbol/exposures',
    {
      schema: {
        tags: ['gex'],
        summary: 'Gamma to zomma of one symbol, per expiry and horizon, under every dealer model; new every full minute',
        params: SymbolParams,
        querystring: ExposuresQuerystring,
        response: {
          200: json(ExposuresAnswer, 'The newest of it'),
          ...problemResponses.badInput,
          ...problemResponses.unknownSymbol,
          ...problemResponses.tooManyRequests,
          ...problemResponses.notYet,
        },
      },
    },
    async (request, reply) => {
      const exposures = knownExposures(view, request.params.symbol);
      const body = exposures.json(exposureChoice(request.query), view.head(exposures.event));
      if (body === null) throw noSuchExposures();
      return sendJson(reply, body);
    },
  );
};
