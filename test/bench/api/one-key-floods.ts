import { spread } from '../bench.ts';
import { startFlooding } from './flooding.ts';
import { percentiles } from './http-connections.ts';
import { closedLoop, openLoop } from './load.ts';
import { startServed } from './served.ts';

const path = '/api/gex/SPX';
/** Of a few bytes, so that the limit is soon reached; a refusal is the same on every route. */
const floodPath = '/api/v1/gex/SPX';
/** A minute's, and all below takes less than one: else the flood would be answered again. */
const limit = 6_000;
const perSecond = 100;
const floodPerSecond = 1_000;
/** Short, so that both meet the same machine; the slowest of a hundred are told of all of them together. */
const secondsEach = 4;
const rounds = 6;

/** A3: one key asks a thousand times a second, long refused; what another's answers take meanwhile, in turns with what they take alone. */
export const oneKeyFloods = async (
  served: { readonly keys: readonly string[] },
  requestFor: (path: string, key: string) => string,
  say: (line: string) => void,
): Promise<void> => {
  const [user, scraper] = served.keys;
  const api = await startServed('api', { ...served, rateLimitPerMinute: limit });
  try {
    const asks = { port: api.port, request: requestFor(path, user!) };
    const floods = { port: api.port, request: requestFor(floodPath, scraper!) };
    await closedLoop(floods, 20, limit);
    const [alone, beside]: [number[], number[]] = [[], []];
    const byRound: number[] = [];
    const refusedBySecond: number[] = [];
    for (let round = 0; round < rounds; round++) {
      const quiet = await openLoop(asks, perSecond, secondsEach);
      const flooding = await startFlooding({ ...floods, status: 429 }, floodPerSecond);
      const flooded = await openLoop(asks, perSecond, secondsEach);
      const { answered, kept } = await flooding.stop();
      // Who floods is given fewer answers than he asks for; all his connections then wait.
      if (answered + kept < 0.9 * floodPerSecond * secondsEach || answered < (perSecond * secondsEach) / 2)
        throw new Error(`${answered} were refused in ${secondsEach} s, too few for a flood, so nothing is printed`);
      refusedBySecond.push(answered / secondsEach);
      alone.push(...quiet);
      beside.push(...flooded);
      byRound.push(percentiles(flooded)(0.99) / percentiles(quiet)(0.99));
    }
    const [quiet, flooded] = [percentiles(alone)(0.99), percentiles(beside)(0.99)];
    const { min, max } = spread(byRound);
    say(
      `one key asks ${floodPerSecond} times a second and is refused ${spread(refusedBySecond).median.toFixed(0)} times, another's ${perSecond} requests/s: p99 ${flooded.toFixed(1)} ms, alone ${quiet.toFixed(1)} ms: ${(flooded / quiet).toFixed(2)}× (by rounds ${min.toFixed(2)}–${max.toFixed(2)}×); aim ≤ 1.2×`,
    );
  } finally {
    await api.stop();
  }
};
