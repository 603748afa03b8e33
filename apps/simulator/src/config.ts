import { parseArgs } from 'node:util';

export interface SimulatorConfig {
  readonly host: string;
  readonly port: number;
  readonly seed: number;
  readonly symbols: readonly string[];
}

/** Reads the command line; throws an Error that names the option which is wrong. */
export const simulatorConfig = (args: readonly string[]): SimulatorConfig => {
  const { values } = parseArgs({
    args: [...args],
    options: {
      host: { type: 'string', default: '127.0.0.1' },
      port: { type: 'string', default: '9443' },
      seed: { type: 'string', default: '1' },
      symbols: { type: 'string', default: 'SPX,SPY,QQQ,IWM' },
    },
  });
  const port = Number(values.port);
  if (!(Number.isInteger(port) && port >= 0 && port <= 65_535)) throw new Error(`--port takes 0 to 65535, got "${values.port}"`);
  const seed = Number(values.seed);
  if (!Number.isSafeInteger(seed)) throw new Error(`--seed takes a whole number, got "${values.seed}"`);
  const symbols = values.symbols
    .split(',')
    .map((symbol) => symbol.trim().toUpperCase())
    .filter((symbol) => symbol !== '');
  const wrong = symbols.find((symbol) => !/^[A-Z]{1,6}$/.test(symbol));
  if (symbols.length === 0 || wrong !== undefined)
    throw new Error(`--symbols takes names such as SPX,SPY (no prefix), got "${wrong ?? values.symbols}"`);
  return { host: values.host, port, seed, symbols };
};
