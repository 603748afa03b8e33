import type { FastifyContextConfig, FastifyInstance } from 'fastify';

export interface ServedRoute {
  readonly method: string;
  /** With its parameters as `:name`. */
  readonly path: string;
  readonly access: NonNullable<FastifyContextConfig['access']>;
  /** False where the rate limit does not count. */
  readonly counted: boolean;
}

/** A list that each route registered from now on joins. */
export const listRoutes = (app: FastifyInstance): readonly ServedRoute[] => {
  const routes: ServedRoute[] = [];
  app.addHook('onRoute', ({ method, url, config }) => {
    const { access = 'read', counted = true } = config ?? {};
    for (const each of [method].flat()) routes.push({ method: each, path: url, access, counted });
  });
  return routes;
};
