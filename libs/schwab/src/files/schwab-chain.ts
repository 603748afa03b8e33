import { type EpochMs, epochMs, parseOsi, underlyingOfSchwab } from '@gexstream/domain';
import { volatilityOrNone } from '../iv-range.ts';
import type { ChainFile } from './chain-file.ts';
import { shown } from './chain-file-error.ts';
import { ContractCollector } from './collect-contracts.ts';
import { JsonReader } from './json-reader.ts';

/** A saved answer of Schwab's GET /chains. Its moment is the newest quote in it. */
export const readSchwabChain = (root: Readonly<Record<string, unknown>>, file: string): ChainFile => {
  const read = new JsonReader(file);
  if (root.status !== undefined && root.status !== 'SUCCESS')
    read.fail('status', `is ${shown(root.status)}, not "SUCCESS": the broker did not answer with a chain; save it again`);
  const collector = new ContractCollector(file);
  let newestMs = 0;
  let listed = 0;
  for (const map of ['callExpDateMap', 'putExpDateMap'] as const) {
    for (const [contract, path] of contractsOf(root[map], map, read)) {
      listed += 1;
      newestMs = Math.max(newestMs, addContract(contract, path, map === 'callExpDateMap' ? 'call' : 'put', collector, read));
    }
  }
  const stated = root.numberOfContracts;
  if (typeof stated === 'number' && stated !== listed)
    read.fail('numberOfContracts', `says ${stated}, but the file holds ${listed}`);
  const underlying = collector.underlying();
  const symbol = read.text(root.symbol, 'symbol');
  if (underlyingOfSchwab(symbol) !== underlying)
    read.fail('symbol', `${shown(symbol)} is not the underlying of the contracts (${underlying})`);
  if (newestMs === 0) read.fail('quoteTimeInLong', 'no contract states when it was quoted, so the chain has no moment');
  return {
    underlying,
    spot: spotOf(root, read),
    asOf: epochMs(newestMs),
    source: 'schwab-chain',
    contracts: collector.contracts,
    skipped: collector.skipped,
  };
};

function* contractsOf(
  map: unknown,
  mapPath: string,
  read: JsonReader,
): Generator<readonly [Readonly<Record<string, unknown>>, string]> {
  for (const [date, strikes] of Object.entries(read.object(map, mapPath))) {
    const datePath = `${mapPath}["${date}"]`;
    for (const [strike, list] of Object.entries(read.object(strikes, datePath))) {
      const strikePath = `${datePath}["${strike}"]`;
      for (const [index, contract] of read.array(list, strikePath).entries()) {
        const path = `${strikePath}[${index}]`;
        yield [read.object(contract, path), path];
      }
    }
  }
}

/** Returns the contract's quote time, 0 for none. */
const addContract = (
  stated: Readonly<Record<string, unknown>>,
  path: string,
  side: 'call' | 'put',
  collector: ContractCollector,
  read: JsonReader,
): number => {
  const symbol = read.text(stated.symbol, `${path}.symbol`);
  const option = parseOsi(symbol) ?? read.fail(`${path}.symbol`, `${shown(symbol)} is not an option symbol`);
  if (option.side !== side) read.fail(`${path}.symbol`, `${shown(symbol)} is not a ${side}`);
  const strike = read.amount(stated.strikePrice, `${path}.strikePrice`);
  if (strike !== option.strike) read.fail(`${path}.strikePrice`, `${strike} differs from that of ${shown(symbol)}`);
  const quoteMs = read.positiveOrNone(stated.quoteTimeInLong, `${path}.quoteTimeInLong`) ?? 0;
  if (stated.nonStandard === true || stated.isNonStandard === true) {
    collector.skip('non-standard');
    return quoteMs;
  }
  if (stated.mini === true || stated.isMini === true) {
    collector.skip('mini');
    return quoteMs;
  }
  const percent = read.positiveOrNone(stated.volatility, `${path}.volatility`);
  const settlement = stated.settlementType === 'A' ? 'am' : stated.settlementType === 'P' ? 'pm' : null;
  const problem = collector.add(option, {
    ...(settlement === null ? {} : { settlement }),
    multiplier: read.positiveOrNone(stated.multiplier, `${path}.multiplier`) ?? 100,
    bid: read.amountOrNone(stated.bid ?? stated.bidPrice, `${path}.bid`),
    ask: read.positiveOrNone(stated.ask ?? stated.askPrice, `${path}.ask`),
    last: read.positiveOrNone(stated.last ?? stated.lastPrice, `${path}.last`),
    volume: read.amountOrNone(stated.totalVolume, `${path}.totalVolume`) ?? 0,
    openInterest: read.amount(stated.openInterest, `${path}.openInterest`),
    iv: percent === null ? null : volatilityOrNone(percent / 100),
    quoteMs: quoteMs === 0 ? null : (quoteMs as EpochMs),
  });
  if (problem !== null) read.fail(`${path}.symbol`, problem);
  return quoteMs;
};

const spotOf = (root: Readonly<Record<string, unknown>>, read: JsonReader): number => {
  const stated = read.positiveOrNone(root.underlyingPrice, 'underlyingPrice');
  if (stated !== null) return stated;
  if (root.underlying !== null && root.underlying !== undefined) {
    const last = read.positiveOrNone(read.object(root.underlying, 'underlying').last, 'underlying.last');
    if (last !== null) return last;
  }
  return read.fail('underlyingPrice', 'states no price, nor does underlying.last');
};
