import { epochMs } from '@gexstream/domain';
import { expect, test } from 'vitest';
import type { WireQuotes } from '../wire/index.ts';
import { quotesToDomain } from './quotes.ts';

const received = epochMs(1_795_188_600_000);
const entry = (symbol: string, quote: object): object => ({ assetMainType: 'EQUITY', realtime: true, symbol, quote });

test('quotes of REST say what they come from; an index has its last alone, and bad values cost themselves', () => {
  const answer = {
    SPY: entry('SPY', {
      bidPrice: 678.1,
      askPrice: 678.12,
      lastPrice: 678.11,
      mark: 678.11,
      totalVolume: 1_000,
      quoteTime: received - 900,
      tradeTime: received - 2_000,
    }),
    $SPX: entry('$SPX', { lastPrice: 6_800.5, bidPrice: 6_790, tradeTime: received - 500 }),
    QQQ: entry('QQQ', { lastPrice: -999, bidPrice: 'NaN', askPrice: 615, quoteTime: received + 60_000 }),
    IWM: entry('IWM', { securityStatus: 'Closed' }),
    errors: { invalidSymbols: ['NOPE'] },
  } as unknown as WireQuotes;
  const { updates, rejected } = quotesToDomain(answer, received);
  expect(updates).toEqual([
    {
      kind: 'underlying-quote',
      underlying: 'SPY',
      sourceMs: received - 900,
      body: {
        origin: 'rest',
        bid: 678.1,
        ask: 678.12,
        mark: 678.11,
        last: 678.11,
        volume: 1_000,
        quoteMs: received - 900,
        tradeMs: received - 2_000,
      },
    },
    {
      kind: 'underlying-quote',
      underlying: 'SPX',
      sourceMs: received - 500,
      body: { origin: 'rest', last: 6_800.5, tradeMs: received - 500 },
    },
    // A source clock that runs ahead does not move event time.
    {
      kind: 'underlying-quote',
      underlying: 'QQQ',
      sourceMs: received,
      body: { origin: 'rest', ask: 615, quoteMs: received + 60_000 },
    },
  ]);
  expect(rejected).toEqual([]);
});
