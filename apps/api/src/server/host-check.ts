import type { FastifyInstance } from 'fastify';
import { isLoopback } from '../config.ts';
import { ProblemError } from './problem.ts';

/**
 * On loopback nobody shows a key, so a web page elsewhere must not reach us through a name of its own that resolves to 127.0.0.1:
 * only requests made to a loopback name are answered.
 */
export const answerLoopbackHostsOnly = (app: FastifyInstance): void => {
  app.addHook('onRequest', (request, _reply, done) => {
    const name = hostName(request.headers.host);
    if (isLoopback(name) || name.endsWith('.localhost')) return done();
    const what = 'This server answers to 127.0.0.1 and localhost only; start it with --host and an API key for more';
    return done(new ProblemError('wrong-host', what));
  });
};

/**
 * A browser sends what it knows of our keys along with requests that other sites make it send; what changes something must not come
 * from there.
 */
export const refuseOtherSites = (app: FastifyInstance): void => {
  app.addHook('onRequest', ({ method, headers }, _reply, done) => {
    if (method === 'GET' || method === 'HEAD' || headers['sec-fetch-site'] !== 'cross-site') return done();
    const what = 'Another site’s page cannot change anything here; send the request from a program';
    return done(new ProblemError('wrong-host', what));
  });
};

const hostName = (host: string | undefined): string => (host ?? '').toLowerCase().replace(/:\d+$/, '').replace(/\.$/, '');
