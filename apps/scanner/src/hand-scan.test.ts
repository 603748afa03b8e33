import { expect, test } from 'vitest';
import { handScan } from './hand-scan.ts';
import { callAt, expiries, marketOf, start } from './market.fixture.ts';

const demand = { app: 'api', fromDate: expiries[0]!, toDate: expiries.at(-1)! } as const;
const scan = (...symbols: readonly string[]) => handScan({ carry: { kind: 'zero' }, symbols, demand });

/** The same round as the scanner's, but on demand. */
const byHand = (market: ReturnType<typeof marketOf>, second: number, reason = '') => {
  const event = market.round(second, 3, reason);
  if (event.kind !== 'demand-round') throw new Error('no round');
  return { ...event, body: { ...event.body, app: 'api' as const } };
};

const contract = callAt('AAPL', 101);

test('a symbol is looked at when its chain has come, once, with the calls it took', () => {
  const market = marketOf('AAPL');
  const hand = scan('AAPL', 'KO');
  expect([market.quote(0, 100, 1_000), market.chain(1), market.volume(2, contract, 9_000)].map(hand.take)).toEqual([
    null,
    null,
    null,
  ]);
  const done = hand.take(byHand(market, 3))!;
  expect(done).toMatchObject({ symbol: 'AAPL', apiCalls: 3, detail: '' });
  expect(done.seen!.opportunities.eventMs).toBe(start + 3_000);
  expect(done.seen!.opportunities.body.rows.map((row) => [row.symbol, row.fresh!.ratio])).toEqual([[contract, 9]]);
  expect(done.seen!.skew.body.expiries.map(({ expiry }) => expiry)).toEqual(expiries);
  expect(hand.waiting()).toEqual(['KO']);
  expect(hand.take(byHand(market, 4))).toBeNull();
});

test("a round of the scanner's own, or of other dates, is not what was asked for", () => {
  const market = marketOf('AAPL');
  const hand = scan('AAPL');
  hand.take(market.quote(0, 100, 1_000));
  hand.take(market.chain(1));
  expect(hand.take(market.round(2))).toBeNull();
  const other = byHand(market, 3);
  expect(hand.take({ ...other, body: { ...other.body, toDate: expiries[1]! } })).toBeNull();
  expect(hand.waiting()).toEqual(['AAPL']);
});

test('half a chain is not looked at: it is said why, and its calls are counted', () => {
  const market = marketOf('AAPL');
  const hand = scan('AAPL');
  hand.take(market.quote(0, 100, 1_000));
  hand.take(market.chain(1));
  expect(hand.take(byHand(market, 2, 'SCHWAB_HTTP_500'))).toMatchObject({ seen: null, apiCalls: 3, detail: 'SCHWAB_HTTP_500' });
});

test('a chain without a price of the underlying is said, not scored', () => {
  const market = marketOf('AAPL');
  const hand = scan('AAPL');
  hand.take(market.chain(1));
  expect(hand.take(byHand(market, 2))).toMatchObject({ seen: null, detail: 'its chain came without a price or a contract' });
});
