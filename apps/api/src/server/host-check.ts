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

const hostName = (host: string | undefined): string => (host ?? '').toLowerCase().replace(/:\d+$/, '').replace(/\.$/, '');
