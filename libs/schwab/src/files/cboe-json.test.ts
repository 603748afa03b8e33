import { isoTime } from '@gexstream/domain';
import { describe, expect, test } from 'vitest';
import { bytes, problemOf } from './chain-file.fixture.ts';
import { readChainFile } from './read-chain-file.ts';

describe('a Cboe delayed-quotes JSON', () => {
  const option = {
    option: 'SPXW250904C06485000',
    bid: 5,
    ask: 5.2,
    iv: 0.12,
    open_interest: 300,
    volume: 9,
    gamma: 0.004,
    last_trade_price: 5.1,
  };
  const file = (options: readonly object[]): string =>
    JSON.stringify({ timestamp: '2025-09-04 18:46:12', data: { symbol: '^SPX', current_price: 6485.64, options } });

  test.each([0, 11, 1e-320])('a volatility of %d is none', (iv) => {
    expect(readChainFile(bytes(file([{ ...option, iv }])), 'a').contracts[0]!.iv).toBeNull();
  });

  test('gives the chain, its time taken as UTC', () => {
    const chain = readChainFile(bytes(file([option])), 'spx.json');
    expect([chain.underlying, chain.spot, isoTime(chain.asOf), chain.source]).toEqual([
      'SPX',
      6485.64,
      '2025-09-04T18:46:12.000Z',
      'cboe-json',
    ]);
    expect(chain.contracts[0]).toMatchObject({
      symbol: 'SPXW  250904C06485000',
      bid: 5,
      ask: 5.2,
      last: 5.1,
      iv: 0.12,
      openInterest: 300,
      volume: 9,
    });
  });

  test.each([
    ['a word for open interest', file([{ ...option, open_interest: 'x' }]), 'data.options[0].open_interest'],
    ['a count beyond what a number holds', file([option]).replace('300', '1e309'), 'data.options[0].open_interest'],
    ['a symbol that is none', file([option, { ...option, option: 'x' }]), 'data.options[1].option'],
    ['no list of options', JSON.stringify({ timestamp: '2025-09-04 18:46:12', data: { current_price: 1 } }), 'data.options'],
    ['a time that is none', file([option]).replace('18:46', '18-46'), 'timestamp'],
    ['a price of zero', file([option]).replace('6485.64', '0'), 'data.current_price'],
  ])('%s is an error that names its path', (_what, text, path) => {
    expect(problemOf(text).field).toBe(path);
  });
});
