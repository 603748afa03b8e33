import type { TSchema } from 'typebox';
import { Problem } from '../server/problem.ts';

const problem = (description: string) => ({ description, content: { 'application/problem+json': { schema: Problem } } });

/** What a route may answer besides its own: for its schema's `response`. */
export const problemResponses = {
  badInput: { 400: problem('An input is wrong; `errors` names it') },
  keyRequired: { 401: problem('No key of this server was shown') },
  scopeRequired: { 403: problem('The key may not do this') },
  unprocessable: { 422: problem('An input is wrong; `errors` names it') },
  noData: { 404: problem('Nothing is known of it so far') },
  unknownSymbol: { 404: problem('The symbol is not known here') },
  noTrade: { 404: problem('No trade of yours has this id') },
  noLink: { 404: problem('No such chat acts for you') },
  noRoom: { 409: problem('As many are kept as may be; erase some first') },
  loginNotHosted: { 409: problem('This server makes no logins at Schwab') },
  loginUpstream: { 502: problem('Schwab gave no token for the code; begin again') },
  tooManyRequests: { 429: problem('Too many requests; `retry-after` says when to come back') },
  internal: { 500: problem('The server failed at this') },
  storeUnavailable: { 503: problem('The history cannot be read now') },
  busUnavailable: { 503: problem('The topics cannot be written now') },
  notYet: { 503: problem('Not known yet; `retry-after` says when to ask again') },
  tooManyStreams: { 503: problem('All streams are taken, or memory is short') },
} as const;

export const json = (schema: TSchema, description: string) => ({
  description,
  content: { 'application/json': { schema } },
});
