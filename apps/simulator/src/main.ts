import { systemClock } from '@gexstream/actors';
import { simulatorConfig } from './config.ts';
import { freshMarketState, marketClock } from './market/market-clock.ts';
import { simulatedLogin } from './settings.ts';
import { startSimulator } from './start-simulator.ts';

const print = (line: string): void => {
  process.stdout.write(`${line}\n`);
};

const run = async (): Promise<void> => {
  const config = simulatorConfig(process.argv.slice(2));
  const system = systemClock();
  const clock = marketClock(system, freshMarketState(system.now()), ({ to }) =>
    print(`market: next session, ${new Date(to).toISOString()}`),
  );
  const simulator = await startSimulator({ ...config, clock });
  print(`SIMULATED market of ${config.symbols.join(', ')} at ${simulator.url} (seed ${config.seed})`);
  print(`market time ${new Date(clock.now()).toISOString()}, also at ${simulator.url}/simulator/clock`);
  print(`app key ${simulatedLogin.appKey}, secret ${simulatedLogin.appSecret}, refresh token ${simulatedLogin.refreshToken}`);
  const stop = (): void => {
    void simulator.stop();
  };
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);
};

run().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 2;
});
