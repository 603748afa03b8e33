import type { EpochMs } from '@gexstream/domain';
import type { FastifyInstance } from 'fastify';
import type { ServerContext } from '../server-context.ts';

/** No path of Schwab's: the market's time, so that a client elsewhere can keep the same. */
export const clockRoute = (app: FastifyInstance, { clock }: ServerContext, wallNow: () => EpochMs): void => {
  app.get('/simulator/clock', async () => ({ feed_ms: clock.now(), wall_ms: wallNow(), speed: 1 }));
};
