import type { FastifyInstance } from 'fastify';
import type { FaultDesk } from './fault-desk.ts';
import { type Fault, parseFault } from './fault-kinds.ts';

const shown = ({ name, argument }: Fault): string => `${name}:${argument}`;

/** No path of Schwab's: faults on command, for tests of any client. */
export const faultsRoute = (app: FastifyInstance, faults: FaultDesk): void => {
  app.get('/simulator/faults', async () => ({ active: faults.active().map(shown) }));

  app.post<{ Body: unknown }>('/simulator/faults', async (request, reply) => {
    const { body } = request;
    const text = typeof body === 'object' && body !== null && 'fault' in body ? String(body.fault) : '';
    try {
      faults.inject(parseFault(text));
      return { active: faults.active().map(shown) };
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      return reply.code(400).send({ error: error.message });
    }
  });

  app.delete('/simulator/faults', async () => {
    faults.clear();
    return { active: [] };
  });
};
