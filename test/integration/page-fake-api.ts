import { readFileSync } from 'node:fs';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import type { AlertAnswer } from '../../apps/api/src/contract/alerts.ts';
import type { GexDetailBody } from '../../apps/api/src/contract/gex.ts';
import type { HistoryBody } from '../../apps/api/src/contract/history.ts';
import type { SessionBody } from '../../apps/api/src/contract/session.ts';
import type { FeedStateBody } from '../../apps/api/src/contract/status.ts';
import type { StrikeHistoryBody } from '../../apps/api/src/contract/strike-history.ts';
import { pageExposures } from './page-exposures.ts';

const client = fileURLToPath(new URL('../../apps/api/src/web/client/', import.meta.url));

/** The page's server in a test's hands: it answers what it was given, and streams what the test sends. */
export interface FakeApi {
  readonly url: string;
  /** Sends a named event to every open stream. */
  send(event: string, body: unknown): void;
  /** What works: everything, all but the streams (they are cut and refused), or nothing. */
  serve(what: 'all' | 'no streams' | 'nothing'): void;
  /** Streams that are open now. */
  streams(): number;
  /** How often a path was asked for, beginning with this. */
  asked(path: string): number;
  close(): Promise<void>;
}

export const fakeApi = async (
  details: Readonly<Record<string, GexDetailBody>>,
  feed: FeedStateBody,
  history: HistoryBody,
  session?: SessionBody,
  strikes?: StrikeHistoryBody,
  alerts: readonly AlertAnswer[] = [],
): Promise<FakeApi> => {
  const assets = await bundledAssets();
  const open = new Set<ServerResponse>();
  const paths: string[] = [];
  let serving: 'all' | 'no streams' | 'nothing' = 'all';
  let lastId = 0;
  const event = (name: string, body: unknown): string => `id: ${++lastId}\nevent: ${name}\ndata: ${JSON.stringify(body)}\n\n`;

  const server = createServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://fake');
    paths.push(pathname);
    const json = (body: unknown, status = 200): void => {
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    };
    if (pathname === '/api/v1/stream') {
      if (serving !== 'all') return json({ title: 'Not now' }, 503);
      response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
      const asked = searchParams.get('symbols')?.split(',') ?? Object.keys(details);
      const gex = Object.fromEntries(Object.entries(details).filter(([symbol]) => asked.includes(symbol)));
      response.write(event('snapshot', { reset: true, gex, status: feed }));
      open.add(response);
      response.on('close', () => open.delete(response));
      return;
    }
    if (serving === 'nothing' && pathname.startsWith('/api/'))
      return json({ title: 'Away', detail: 'The test has taken the server away' }, 503);
    if (pathname === '/api/status') return json(feed);
    if (pathname === '/api/v1/alerts') return json({ feed_now: feed.feed_now, source: 'sim', simulated: true, alerts });
    if (pathname.endsWith('/exposures')) return json(pageExposures(Object.values(details)[0]!, searchParams));
    if (strikes !== undefined && pathname.endsWith('/strikes/history')) return json(strikes);
    if (pathname.endsWith('/history')) return json(history);
    if (session !== undefined && pathname.endsWith('/session')) return json(session);
    const detail = details[pathname.replace('/api/gex/', '')];
    if (detail !== undefined) return json(detail);
    const asset = assets.get(pathname);
    if (asset === undefined) return json({ title: 'Not found', detail: `Nothing at ${pathname}` }, 404);
    response.writeHead(200, { 'content-type': asset.type, 'content-security-policy': strictPolicy }).end(asset.body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));

  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    send(name, body) {
      for (const response of open) response.write(event(name, body));
    },
    serve(what) {
      serving = what;
      if (what !== 'all') for (const response of open) response.destroy();
    },
    streams: () => open.size,
    asked: (path) => paths.filter((candidate) => candidate.startsWith(path)).length,
    close() {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
};

/** As strict as the real server's: what it would block must fail here too. */
const strictPolicy =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; connect-src 'self'; base-uri 'none'; form-action 'none'";

interface Asset {
  readonly type: string;
  readonly body: string;
}

const bundledAssets = async (): Promise<Map<string, Asset>> => {
  const { outputFiles } = await build({
    entryPoints: [`${client}main.ts`, `${client}style.css`],
    bundle: true,
    write: false,
    outdir: '/assets',
    format: 'esm',
    target: 'es2022',
    logLevel: 'silent',
  });
  const assets = new Map<string, Asset>();
  for (const { path, text } of outputFiles) {
    assets.set(path, { type: path.endsWith('.css') ? 'text/css' : 'text/javascript', body: text });
  }
  return assets.set('/', { type: 'text/html; charset=utf-8', body: readFileSync(`${client}index.html`, 'utf8') });
};
