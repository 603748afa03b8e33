import { describe, expect, test } from 'vitest';
import { bytes, problemOf } from './chain-file.fixture.ts';
import { readChainFile } from './read-chain-file.ts';

describe('a saved Schwab chain', () => {
  const contract = {
    putCall: 'CALL',
    symbol: 'SPXW  250520C05660000',
    bid: 76,
    ask: 77.4,
    last: 78.9,
    totalVolume: 35,
    quoteTimeInLong: 1746824397889,
    volatility: 18.658,
    openInterest: 12,
    strikePrice: 5660,
    multiplier: 100,
    settlementType: 'P',
  };
  const file = (changes: object, top: object = {}): string =>
    JSON.stringify({
      symbol: '$SPX',
      underlyingPrice: 5659.91,
      numberOfContracts: 1,
      callExpDateMap: { '2025-05-20:9': { '5660.0': [{ ...contract, ...changes }] } },
      putExpDateMap: {},
      ...top,
    });

  test('gives fractions for percent, and the newest quote as its moment', () => {
    const chain = readChainFile(bytes(file({})), 'spx.json');
    expect([chain.underlying, chain.spot, chain.asOf, chain.source]).toEqual(['SPX', 5659.91, 1746824397889, 'schwab-chain']);
    expect(chain.contracts[0]).toMatchObject({ settlement: 'pm', openInterest: 12, quoteMs: 1746824397889 });
    expect(chain.contracts[0]!.iv).toBeCloseTo(0.18658, 12);
  });

  test('an answer that says it failed is refused, one that says nothing or SUCCESS is read', () => {
    const failed = problemOf(file({}, { status: 'FAILED' }));
    expect([failed.field, failed.message]).toEqual(['status', expect.stringContaining('"FAILED"')]);
    expect(problemOf(file({}, { status: null })).field).toBe('status');
    expect(readChainFile(bytes(file({}, { status: 'SUCCESS' })), 'a').contracts).toHaveLength(1);
    expect(readChainFile(bytes(file({})), 'a').contracts).toHaveLength(1);
  });

  test.each([
    ['1e308', '1e+308 is too large'],
    ['1e309', 'Infinity is too large'],
    ['"Infinity"', '"Infinity" is too large'],
    ['"x"', '"x" is not a number'],
  ])('an open interest of %s says why it is none', (written, problem) => {
    expect(problemOf(file({}).replace('"openInterest":12', `"openInterest":${written}`)).message).toContain(problem);
  });

  test.each([-999, 7805.6, 1e-310])('a volatility of %d is none', (volatility) => {
    expect(readChainFile(bytes(file({ volatility })), 'a').contracts[0]!.iv).toBeNull();
  });

  const path = 'callExpDateMap["2025-05-20:9"]["5660.0"][0]';
  test.each([
    ['a word for the bid', file({ bid: 'x' }), `${path}.bid`],
    ['a strike unlike the symbol', file({ strikePrice: 5665 }), `${path}.strikePrice`],
    ['no open interest', file({ openInterest: null }), `${path}.openInterest`],
    ['a put among the calls', file({ symbol: 'SPXW  250520P05660000' }), `${path}.symbol`],
    ['fewer contracts than it says', file({}, { numberOfContracts: 2 }), 'numberOfContracts'],
    ['another symbol', file({}, { symbol: '$NDX' }), 'symbol'],
    ['no price', file({}, { underlyingPrice: 0 }), 'underlyingPrice'],
    ['no time', file({ quoteTimeInLong: 0 }), 'quoteTimeInLong'],
    ['another kind of JSON', '{"a":1}', 'callExpDateMap'],
  ])('%s is an error that names its path', (_what, text, field) => {
    expect(problemOf(text).field).toBe(field);
  });

  test('a cut file names the line it ends in', () => {
    const cut = JSON.stringify(JSON.parse(file({})), null, 2).slice(0, -30);
    expect(problemOf(cut).line).toBe(cut.trimEnd().split('\n').length);
    expect(problemOf(cut).message).toContain('not whole JSON');
  });
});
