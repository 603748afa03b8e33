import type { FastifyInstance } from 'fastify';
import type { ApiConfig } from '../config.ts';
import { ApiError } from '../errors.ts';

/** Opens the port; resolves with the address for people and programs. Rejects with an `ApiError` that says what to do. */
export const listen = async (app: FastifyInstance, { host, port }: ApiConfig): Promise<string> => {
  try {
    await app.listen({ host, port });
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? cause.code : undefined;
    if (code === 'EADDRINUSE') {
      throw new ApiError(
        'API_PORT_IN_USE',
        `Port ${port} of ${host} is taken by another program, perhaps by a gexstream that runs already; stop it, or choose another with --port`,
        cause,
      );
    }
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new ApiError('API_CANNOT_LISTEN', `Cannot listen on ${host}:${port}: ${reason}; check --host and --port`, cause);
  }
  const address = app.server.address();
  const bound = typeof address === 'object' ? (address?.port ?? port) : port;
  const name = host === '0.0.0.0' || host === '::' ? 'localhost' : host.replace(/^\[|\]$/g, '');
  return `http://${name.includes(':') ? `[${name}]` : name}:${bound}`;
};
