import { randomUUID } from 'node:crypto';
import type { FastifyReply } from 'fastify';
import type { SimulatorBehaviour } from '../settings.ts';

interface ErrorSource {
  readonly header?: string;
  readonly parameter?: string;
}

const titles: Readonly<Record<number, string>> = {
  400: 'Bad Request',
  401: 'Unauthorized',
  404: 'Not Found',
  429: 'Too Many Requests',
};

/** Market-data error body: `status` is a number for 401 and a string otherwise, as seen on the wire. */
export const marketDataError = (reply: FastifyReply, status: number, detail: string, source?: ErrorSource): FastifyReply =>
  reply.code(status).send({
    errors: [
      {
        id: randomUUID(),
        status: status === 401 ? 401 : String(status),
        title: titles[status] ?? 'Error',
        detail,
        ...(source ? { source } : {}),
      },
    ],
  });

export const traderError = (reply: FastifyReply, status: number, message: string): FastifyReply =>
  reply.code(status).send({ message, errors: [message] });

/** What the gateway says when an answer outgrows its buffer. */
export const tooBigBody = (reply: FastifyReply, status: SimulatorBehaviour['tooBigStatus']): FastifyReply => {
  if (status === 400) return marketDataError(reply, 400, 'Check Param Values');
  if (status !== 502) return reply.code(status).type('text/plain').send('');
  return reply
    .code(502)
    .send({ fault: { faultstring: 'Body buffer overflow', detail: { errorcode: 'protocol.http.TooBigBody' } } });
};
