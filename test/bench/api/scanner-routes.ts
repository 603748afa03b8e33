import { deepStrictEqual, strictEqual } from 'node:assert/strict';
import { percentiles } from './http-connections.ts';
import { closedLoop } from './load.ts';
import { askedSymbol, opportunityCount, outcomeCount, skewRowsEach } from './scanner-content.ts';
import { type Served, startServed } from './served.ts';

const atOnce = 100;
const requests = 2_000;

type Fields = Readonly<Record<string, unknown>>;

/** What is asked for, and how its answer is known to be right. */
const routes: readonly { readonly path: string; readonly check: (body: unknown) => void }[] = [
  {
    path: '/api/top-opportunities?limit=200',
    check: (body) => {
      const rows = body as readonly (Fields & {
        readonly composite_score: number;
        readonly components: Record<string, number>;
      })[];
      strictEqual(rows.length, opportunityCount);
      for (const [at, { composite_score: score, components }] of rows.entries()) {
        strictEqual(
          Object.values(components).reduce((sum, part) => sum + part, 0),
          score,
        );
        if (at > 0) strictEqual(rows[at - 1]!.composite_score >= score, true);
      }
    },
  },
  {
    path: '/api/market-sentiment',
    check: (body) => deepStrictEqual([(body as Fields).market_sentiment, (body as Fields).avg_skew], ['ELEVATED_FEAR', 5]),
  },
  {
    path: `/api/stock/${askedSymbol}`,
    check: (body) => strictEqual((body as { readonly oi_flows: unknown[] }).oi_flows.length, 3),
  },
  { path: `/api/historical/${askedSymbol}`, check: (body) => strictEqual((body as unknown[]).length, skewRowsEach) },
  { path: '/api/scan-status', check: (body) => strictEqual((body as unknown[]).length, 10) },
  {
    path: '/api/outcomes?days=365',
    check: (body) => {
      const { opportunities, groups } = body as { readonly opportunities: number; readonly groups: readonly Fields[] };
      strictEqual(opportunities, outcomeCount);
      const close = groups.find(
        ({ signal_type, band, horizon }) => signal_type === null && band === null && horizon === 'close',
      )!;
      deepStrictEqual([close.n, close.hit_rate], [outcomeCount, 0.6]);
    },
  },
];

/** A hundred users on the scanner's routes, and the same bytes from bare Fastify in turns with them. Nothing is printed before every answer was right. */
export const scannerRoutesLoad = async (
  api: Served,
  key: string,
  get: (port: number, path: string, key: string | null) => Promise<Response>,
  say: (line: string) => void,
): Promise<void> => {
  const bodies = new Map<string, string>();
  for (const { path, check } of routes) {
    strictEqual((await get(api.port, path, null)).status, 401);
    const answer = await get(api.port, path, key);
    strictEqual(answer.status, 200);
    const body = await answer.text();
    check(JSON.parse(body));
    bodies.set(path, body);
  }
  const p95Of = async ({ port }: Served, path: string): Promise<number> => {
    const request = `GET ${path} HTTP/1.1\r\nhost: localhost\r\nauthorization: Bearer ${key}\r\n\r\n`;
    await closedLoop({ port, request }, atOnce, requests / 4);
    return percentiles(await closedLoop({ port, request }, atOnce, requests))(0.95);
  };
  say(
    `${atOnce} at once on the scanner's routes, ${requests} requests each, p95 of ours and of bare Fastify with the same bytes`,
  );
  for (const [path, body] of bodies) {
    const bare = await startServed('bare', { path: path.split('?')[0], body });
    try {
      const [ours, theirs] = [await p95Of(api, path), await p95Of(bare, path)];
      say(
        `  ${path}, ${(body.length / 1_000).toFixed(1)} kB: ${ours.toFixed(0)} ms, bare ${theirs.toFixed(0)} ms: ${(ours / theirs).toFixed(1)}×`,
      );
    } finally {
      await bare.stop();
    }
  }
};
