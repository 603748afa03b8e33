import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Metrics } from './metrics.ts';

export interface Health {
  readonly ok: boolean;
  /** For people. */
  readonly detail: string;
}

export interface MetricsServerOptions {
  readonly metrics: Metrics;
  /** Whoever reaches it reads everything, without a key: loopback, or a network of one's own. Default 127.0.0.1. */
  readonly host?: string;
  /** 0: a free one. */
  readonly port: number;
  readonly log: { warn(fields: object, message: string): void };
  /** What `/readyz` says; without it, a process that answers is ready. */
  readonly ready?: () => Health | Promise<Health>;
}

export interface MetricsServer {
  /** Without a slash at its end. */
  readonly url: string;
  /** Ends open connections. Safe to call twice. */
  stop(): Promise<void>;
}

export class MetricsServerError extends Error {
  readonly code = 'METRICS_CANNOT_LISTEN';
}

const connectionsMax = 32;
const requestMsMax = 5_000;

/**
 * `GET /metrics` for Prometheus, `/livez` and `/readyz` for whoever keeps the process running, on a port apart from the product's.
 * Rejects with a `MetricsServerError` when it cannot listen.
 */
export const startMetricsServer = async (options: MetricsServerOptions): Promise<MetricsServer> => {
  const { host = '127.0.0.1', port, log } = options;
  const server = createServer({ requestTimeout: requestMsMax, headersTimeout: requestMsMax }, (request, response) => {
    answer(options, request.method, request.url, response).catch((error: unknown) => {
      log.warn({ err: error, path: request.url }, 'a request for metrics failed');
      send(response, 500, 'text/plain', 'failed\n');
    });
  });
  server.maxConnections = connectionsMax;
  await listen(server, host, port);
  let stopped: Promise<void> | null = null;
  return {
    url: urlOf(server.address() as AddressInfo),
    stop() {
      stopped ??= new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      });
      return stopped;
    },
  };
};

const answer = async (
  { metrics, ready = () => ({ ok: true, detail: 'running' }) }: MetricsServerOptions,
  method: string | undefined,
  url: string | undefined,
  response: ServerResponse,
): Promise<void> => {
  if (method !== 'GET' && method !== 'HEAD') return send(response, 405, 'text/plain', 'only GET\n');
  switch (url?.split('?')[0]) {
    case '/metrics':
      return send(response, 200, metrics.contentType, await metrics.text());
    case '/livez':
      return send(response, 200, 'application/json', '{"status":"ok"}\n');
    case '/readyz': {
      const health = await ready();
      return send(response, health.ok ? 200 : 503, 'application/json', `${JSON.stringify(health)}\n`);
    }
    default:
      return send(response, 404, 'text/plain', 'there are /metrics, /livez and /readyz\n');
  }
};

const send = (response: ServerResponse, status: number, type: string, body: string): void => {
  if (response.headersSent) return;
  response.writeHead(status, { 'content-type': type, 'cache-control': 'no-store' }).end(body);
};

const listen = (server: Server, host: string, port: number): Promise<void> =>
  new Promise((resolve, reject) => {
    server.once('error', (cause) =>
      reject(
        new MetricsServerError(
          `Metrics cannot listen on ${host}:${port}: ${cause.message}; give another port (GEX_METRICS_PORT)`,
          {
            cause,
          },
        ),
      ),
    );
    server.listen(port, host, resolve);
  });

const urlOf = ({ address, port, family }: AddressInfo): string =>
  `http://${family === 'IPv6' ? `[${address}]` : address}:${port}`;
