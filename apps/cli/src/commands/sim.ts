import { systemClock } from '@gexstream/actors';
import { isoTime, scannedSymbolsDefault } from '@gexstream/domain';
import {
  behaviours,
  describedSymbols,
  faultKinds,
  freshMarketState,
  marketClock,
  parseBehaviour,
  parseFault,
  simulatedLogin,
  startSimulator,
} from '@gexstream/simulator';
import { readFlags } from '../read-flags.ts';
import { untilStopped } from '../until-stopped.ts';
import { UsageError } from '../usage-error.ts';
import type { Command } from './command.ts';
import { readListing } from './levels.ts';

/** Whatever a product with no other settings follows, scans, or may be asked to follow. */
const symbolsDefault = [...new Set([...describedSymbols, ...scannedSymbolsDefault])];

const run = async (args: readonly string[]): Promise<number> => {
  const { values, positionals } = readFlags(args, {
    host: { type: 'string', default: '127.0.0.1' },
    port: { type: 'string', default: '9443' },
    seed: { type: 'string', default: '1' },
    symbols: { type: 'string', default: symbolsDefault.join(',') },
    chain: { type: 'string', multiple: true, default: [] },
    fault: { type: 'string', multiple: true, default: [] },
    behaviour: { type: 'string', multiple: true, default: [] },
  });
  if (positionals.length > 0) throw new UsageError(`gex sim takes no "${positionals[0]}"`);
  const port = wholeNumber('--port', values.port, 65_535);
  const seed = wholeNumber('--seed', values.seed, 2 ** 31);
  const faults = values.fault.map((text) => asUsage('--fault', () => parseFault(text)));
  const behaviour = Object.assign({}, ...values.behaviour.map((text) => asUsage('--behaviour', () => parseBehaviour(text))));
  const chains = await Promise.all(values.chain.map(readListing));
  const symbols =
    chains.length > 0
      ? chains.map(({ underlying }) => underlying)
      : values.symbols.split(',').map((symbol) => symbol.trim().toUpperCase());
  const stopped = untilStopped();
  const wall = systemClock();
  const clock = marketClock(wall, freshMarketState(wall.now(), chains[0]), ({ to }) =>
    process.stdout.write(`the market goes on with its next session, ${isoTime(to)}\n`),
  );
  const simulator = await startSimulator({ host: values.host, port, seed, clock, symbols, chains, behaviour });
  for (const fault of faults) {
    simulator.faults.inject(fault);
    // An act needs somebody connected: it comes again and again.
    if (faultKinds[fault.name].type === 'act') wall.every(actEveryMs, () => simulator.faults.inject(fault));
  }
  process.stdout.write(
    [
      `SIMULATED Schwab servers at ${simulator.url}: ${symbols.join(' ')}, seed ${seed}`,
      `  app key ${simulatedLogin.appKey}   secret ${simulatedLogin.appSecret}   refresh token ${simulatedLogin.refreshToken}`,
      `  market time ${isoTime(clock.now())} (also at ${simulator.url}/simulator/clock)`,
      ...faults.map(({ name }) => `  fault ${name}: ${faultKinds[name].doc}`),
      '  stop with Ctrl-C',
      '',
    ].join('\n'),
  );
  await stopped.promise;
  await simulator.stop();
  return 0;
};

const actEveryMs = 30_000;

const asUsage = <Read>(flag: string, read: () => Read): Read => {
  try {
    return read();
  } catch (error) {
    throw new UsageError(`${flag}: ${error instanceof Error ? error.message : String(error)}`);
  }
};

const wholeNumber = (flag: string, text: string, max: number): number => {
  const value = text.trim() === '' ? Number.NaN : Number(text);
  if (!Number.isInteger(value) || value < 0 || value > max)
    throw new UsageError(`${flag} takes a whole number from 0 to ${max}; got "${text}"`);
  return value;
};

export const simCommand: Command = {
  usage:
    'npx gex sim [--host H] [--port N] [--seed N] [--symbols LIST] [--chain FILE]… [--fault NAME[:ARGUMENT]]… [--behaviour NAME=VALUE]…',
  options: [
    '--host H        address to listen on (default 127.0.0.1)',
    '--port N        default 9443; 0 takes a free one',
    '--seed N        the same seed gives the same market at the same market time',
    '--symbols LIST  underlyings (default: all that a product follows and scans by default, NDX, RUT, XSP)',
    '--chain FILE    start from a real chain (repeatable, one a symbol)',
    '--fault NAME[:ARGUMENT]  makes something go wrong (repeatable); acts come every 30 s. While it runs:',
    `                curl -X POST localhost:9443/simulator/faults -H 'content-type: application/json' -d '{"fault":"drop-rst"}'`,
    '                and -X DELETE lifts what holds. There is:',
    ...Object.entries(faultKinds).map(([name, kind]) => {
      const argument = 'argument' in kind ? `[:${kind.argument.name}]` : '';
      return `  ${`${name}${argument}`.padEnd(22)}${kind.type === 'act' ? 'act    ' : 'state  '}${kind.doc}`;
    }),
    '--behaviour NAME=VALUE   where it is not known what Schwab does (repeatable); the first of each is the usual one:',
    ...Object.entries(behaviours).map(([name, choices]) => `  ${name.padEnd(22)}${choices.join(', ')}`),
  ].join('\n'),
  run,
};
