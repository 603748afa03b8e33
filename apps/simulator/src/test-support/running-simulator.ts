import { type SimulatedClock, simulatedClock } from '@gexstream/actors';
import { easternTime } from '@gexstream/domain';
import type { WireToken } from '@gexstream/schwab/wire';
import { onTestFinished } from 'vitest';
import { marketClock, type Simulator, type SimulatorOptions, startSimulator } from '../index.ts';
import { simulatedLogin } from '../settings.ts';

/** Noon of an ordinary Friday. */
export const noon = easternTime('2026-11-20', 12, 0);

export interface RunningSimulator {
  readonly simulator: Simulator;
  /** The wall's time, turned by hand; the market's follows it. Sockets and HTTP are real. */
  readonly clock: SimulatedClock;
  post(path: string, form: Record<string, string>, basic?: string): Promise<Response>;
  get(path: string, token?: string): Promise<Response>;
  token(): Promise<WireToken>;
}

/** A simulator on a free port that ends with the test. */
export const runningSimulator = async (options: Partial<SimulatorOptions> = {}, startMs = noon): Promise<RunningSimulator> => {
  const clock = simulatedClock(startMs);
  const simulator = await startSimulator({
    host: '127.0.0.1',
    port: 0,
    seed: 7,
    clock: marketClock(clock, { offsetMs: 0 }),
    symbols: ['SPX', 'SPY'],
    ...options,
  });
  onTestFinished(() => simulator.stop());
  const post: RunningSimulator['post'] = (path, form, basic = `${simulatedLogin.appKey}:${simulatedLogin.appSecret}`) =>
    fetch(simulator.url + path, {
      method: 'POST',
      redirect: 'manual',
      headers: { authorization: `Basic ${Buffer.from(basic).toString('base64')}` },
      body: new URLSearchParams(form),
    });
  return {
    simulator,
    clock,
    post,
    get: (path, token) =>
      fetch(simulator.url + path, {
        redirect: 'manual',
        headers: token === undefined ? {} : { authorization: `Bearer ${token}` },
      }),
    token: async () => {
      const answer = await post('/v1/oauth/token', { grant_type: 'refresh_token', refresh_token: 'SIM-REFRESH@' });
      return (await answer.json()) as WireToken;
    },
  };
};
