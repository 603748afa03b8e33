import helmet from '@fastify/helmet';
import Fastify, { type FastifyInstance } from 'fastify';

/**
 * A page of our own scripts that talks to nobody else. No `upgrade-insecure-requests` and no HSTS: the page is served as plain http
 * on loopback, where either would leave it blank.
 */
const policy = {
  contentSecurityPolicy: {
    useDefaults: false,
    directives: {
      defaultSrc: ["'none'"],
      scriptSrc: ["'self'"],
      styleSrc: ["'self'"],
      imgSrc: ["'self'", 'data:', 'blob:'],
      fontSrc: ["'self'"],
      connectSrc: ["'self'"],
      manifestSrc: ["'self'"],
      baseUri: ["'none'"],
      formAction: ["'none'"],
      frameAncestors: ["'none'"],
    },
  },
  strictTransportSecurity: false,
  referrerPolicy: { policy: 'no-referrer' },
} as const;

export type SecurityHeaders = Readonly<Record<string, string>>;

export const addSecurityHeaders = (app: FastifyInstance, headers: SecurityHeaders): void => {
  app.addHook('onRequest', (_request, reply, done) => {
    reply.headers(headers);
    done();
  });
};

/** The same on every answer, so worked out once: helmet does it for each request, which takes longer than most answers here. */
export const securityHeaders = async (): Promise<SecurityHeaders> => {
  const probe = Fastify();
  await probe.register(helmet, structuredClone(policy));
  probe.get('/', async (_request, reply) => reply.send(reply.getHeaders()));
  const headers = (await probe.inject('/')).json<Record<string, string>>();
  await probe.close();
  return headers;
};
