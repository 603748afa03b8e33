import Fastify from 'fastify';
import { answerGenerator, givenOptions } from './served.ts';

/** Fastify as it comes, with one route that gives the bytes it was started with: no key, no validation, no limit. */
const { path, body } = await givenOptions<{ readonly path: string; readonly body: string }>();
const app = Fastify();
app.get(path, async (_request, reply) => reply.type('application/json; charset=utf-8').send(body));
await app.listen({ host: '127.0.0.1', port: 0 });
const address = app.server.address();
answerGenerator({ port: typeof address === 'object' ? address!.port : 0, feedOffsetMs: 0 }, () => {});
