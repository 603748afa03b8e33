import type { FastifyInstance } from 'fastify';
import { isLoopback } from '../config.ts';
import { ProblemError } from './problem.ts';

/**
 * On loopback nobody shows a key, so a web page elsewhere must not reach us through a name of its own that resolves to 127.0.0.1:
 * only requests made to a loopback name are answered.
 */
export const answerLoopbackHostsOnly = (app: FastifyInstance): void => {
  app.addHook('onRequest', async (request) => {
    const name = hostName(request.headers.host);
    if (isLoopback(name) || name.endsWith('.localhost')) return;
    throw new ProblemError(
      'wrong-host',
      'This server answers to 127.0.0.1 and localhost only; start it with --host and an API key for more',
    );
  });
};

/**
 * A browser sends what it knows of our keys along with requests that other sites make it send; what changes something must not come
 * from there.
 */
export const refuseOtherSites = (app: FastifyInstance): void => {
  app.addHook('onRequest', async ({ method, headers }) => {
    if (method === 'GET' || method === 'HEAD' || headers['sec-fetch-site'] !== 'cross-site') return;
    throw new ProblemError('wrong-host', 'Another site’s page cannot change anything here; send the request from a program');
  });
};

const hostName = (host: string | undefined): string => (host ?? '').toLowerCase().replace(/:\d+$/, '').replace(/\.$/, '');
