import { strictEqual } from 'node:assert/strict';
import { spread } from '../bench.ts';
import type { ReportBench } from '../report-bench.ts';
import { allComeBack } from './all-come-back.ts';
import { percentiles } from './http-connections.ts';
import { closedLoop, openLoop } from './load.ts';
import { oneKeyFloods } from './one-key-floods.ts';
import { scannerRoutesLoad } from './scanner-routes.ts';
import { type Served, startServed } from './served.ts';
import { streamFanOut } from './stream-fan-out.ts';

const key = 'gex_the-key-of-the-bench-and-of-nobody-else';
const scraper = 'gex_the-key-of-one-that-asks-too-much';
/** P2's figures are for so many. */
const contracts = 1_000;
const path = '/api/v1/gex/SPX';
const streamPath = '/api/v1/stream?symbols=SPX,SPY,QQQ';
const perSecond = 5_000;
const secondsEach = 5;
const rounds = 3;
const readers = 1_000;

export const apiBench: ReportBench = {
  name: 'api',
  about: `keys and validation on, ${contracts} contracts a symbol, the load from another process; answers checked first`,
  run: async (say) => {
    const served = { keys: [key, scraper], contracts, streamClientsMax: readers };
    // Counted, and never reached.
    const api = await startServed('api', { ...served, rateLimitPerMinute: 100_000_000 });
    try {
      const body = await checkAnswers(api);
      await concurrent(api, say);
      await scannerRoutesLoad(api, key, get, say);
      await againstBare(api, body, say);
      await streamFanOut({ api, path: streamPath, key, readers }, say);
      await allComeBack({ port: api.port, path: streamPath, key }, readers, say);
    } finally {
      await api.stop();
    }
    await oneKeyFloods(served, requestFor, say);
  },
};

const get = (port: number, address: string, given: string | null): Promise<Response> =>
  fetch(`http://127.0.0.1:${port}${address}`, given === null ? {} : { headers: { authorization: `Bearer ${given}` } });

/** What is asked below is right, and is not given to everyone. */
const checkAnswers = async ({ port }: Served): Promise<string> => {
  strictEqual((await get(port, path, null)).status, 401);
  strictEqual((await get(port, path, 'gex_another')).status, 401);
  strictEqual((await get(port, `${path}?x=1`, key)).status, 400);
  const detail = (await (await get(port, '/api/gex/SPX', key)).json()) as {
    readonly total: { readonly net_gex: number; readonly gross_gex: number };
    readonly contracts: { readonly used: number };
  };
  const body = await (await get(port, path, key)).text();
  const { total_gamma, net_gamma, options_count } = JSON.parse(body) as Readonly<Record<string, number>>;
  strictEqual(total_gamma, detail.total.gross_gex);
  strictEqual(net_gamma, detail.total.net_gex);
  strictEqual(options_count, detail.contracts.used);
  const { call_gamma, put_gamma } = JSON.parse(body) as Readonly<Record<string, number>>;
  strictEqual(call_gamma! - put_gamma!, net_gamma);
  return body;
};

const requestFor = (address: string, given = key): string =>
  `GET ${address} HTTP/1.1\r\nhost: localhost\r\nauthorization: Bearer ${given}\r\n\r\n`;

const ms = (value: number): string => `${value.toFixed(value < 10 ? 2 : 0)} ms`;

/** G-10, SC-006: 100 at once. */
const concurrent = async (api: Served, say: (line: string) => void): Promise<void> => {
  for (const address of [path, '/api/gex/SPX']) {
    const load = { port: api.port, request: requestFor(address) };
    await closedLoop(load, 100, 500);
    const at = percentiles(await closedLoop(load, 100, 4_000));
    say(
      `100 at once, ${address}: p50 ${ms(at(0.5))}, p95 ${ms(at(0.95))}; aim p95 < 200 ms: ${(200 / at(0.95)).toFixed(1)}× below`,
    );
  }
};

interface Run {
  readonly p50: number;
  readonly p99: number;
  readonly microseconds: number;
}

const againstBare = async (api: Served, body: string, say: (line: string) => void): Promise<void> => {
  const bare = await startServed('bare', { path, body });
  try {
    strictEqual(await (await get(bare.port, path, null)).text(), body);
    const request = requestFor(path);
    const run = async (served: Served): Promise<Run> => {
      const before = await served.usage();
      const at = percentiles(await openLoop({ port: served.port, request }, perSecond, secondsEach));
      const cpu = (await served.usage()).cpuSeconds - before.cpuSeconds;
      return { p50: at(0.5), p99: at(0.99), microseconds: (cpu * 1e6) / (perSecond * secondsEach) };
    };
    // In turns, so that both meet the same machine; the first turn warms both up.
    const turns: { readonly ours: Run; readonly bare: Run }[] = [];
    for (let turn = 0; turn <= rounds; turn++) turns.push({ ours: await run(api), bare: await run(bare) });
    const measured = turns.slice(1);
    const told = (name: string, pick: (turn: (typeof turns)[number]) => number, text: (value: number) => string): string => {
      const { median, min, max } = spread(measured.map(pick));
      return `${name} ${text(median)} (${text(min)}–${text(max)})`;
    };
    const cpu = (value: number): string => `${value.toFixed(0)} µs CPU`;
    say(`${perSecond} requests/s, open loop, ${body.length} B, medians of ${rounds} turns of ${secondsEach} s (least–greatest)`);
    say(
      `  ours  ${told('p50', ({ ours }) => ours.p50, ms)}, ${told('p99', ({ ours }) => ours.p99, ms)}, ${told('each', ({ ours }) => ours.microseconds, cpu)}`,
    );
    say(
      `  bare  ${told('p50', (turn) => turn.bare.p50, ms)}, ${told('p99', (turn) => turn.bare.p99, ms)}, ${told('each', (turn) => turn.bare.microseconds, cpu)}`,
    );
    say(
      `  ${told(
        'p99 ours / bare',
        (turn) => turn.ours.p99 / turn.bare.p99,
        (value) => `${value.toFixed(2)}×`,
      )}; aim ≤ 2×`,
    );
  } finally {
    await bare.stop();
  }
};
