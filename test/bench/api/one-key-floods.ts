import { percentiles } from './http-connections.ts';
import { closedLoop, openLoop } from './load.ts';
import { startServed } from './served.ts';

const path = '/api/gex/SPX';
/** Far less than is asked for in a minute. */
const limit = 6_000;
const perSecond = 100;
const floodPerSecond = 1_000;
/** Short, so that both meet the same machine; the slowest of a hundred are told of all of them together. */
const secondsEach = 3;
const rounds = 8;

/** A3: one key asks a thousand times a second, long refused; what another's answers take meanwhile, in turns with what they take alone. */
export const oneKeyFloods = async (
  served: { readonly keys: readonly string[] },
  requestFor: (path: string, key: string) => string,
  say: (line: string) => void,
): Promise<void> => {
  const [user, scraper] = served.keys.map((key) => requestFor(path, key));
  const api = await startServed('api', { ...served, rateLimitPerMinute: limit });
  try {
    const [asks, floods] = [
      { port: api.port, request: user! },
      { port: api.port, request: scraper!, status: 429 },
    ];
    await closedLoop({ ...floods, status: 200 }, 20, limit);
    const [alone, beside]: [number[], number[]] = [[], []];
    for (let round = 0; round < rounds; round++) {
      alone.push(...(await openLoop(asks, perSecond, secondsEach)));
      const [answers] = await Promise.all([
        openLoop(asks, perSecond, secondsEach),
        openLoop(floods, floodPerSecond, secondsEach),
      ]);
      beside.push(...answers);
    }
    const [quiet, flooded] = [percentiles(alone)(0.99), percentiles(beside)(0.99)];
    say(
      `one key refused ${floodPerSecond} times a second, another's ${perSecond} requests/s: p99 ${flooded.toFixed(1)} ms, alone ${quiet.toFixed(1)} ms: ${(flooded / quiet).toFixed(2)}×; aim ≤ 1.2×`,
    );
  } finally {
    await api.stop();
  }
};
