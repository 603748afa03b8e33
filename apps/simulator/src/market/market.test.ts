import { type ChainListing, type EpochMs, easternTime, epochMs } from '@gexstream/domain';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { openMarket } from './market.ts';
import { marketMoment, sessionsBefore } from './sessions.ts';

const symbols = ['SPX', 'SPY'];
const noon = easternTime('2026-11-20', 12, 0);

const seenAt = (market: ReturnType<typeof openMarket>, at: EpochMs) =>
  market.underlyings.map((underlying) => ({
    quote: underlying.quote(at),
    options: underlying
      .contracts(at)
      .filter((_, index) => index % 97 === 0)
      .map((contract) => [contract.symbol, underlying.options.quote(contract, at), underlying.options.day(contract, at)]),
  }));

test('the same seed gives the same market at a moment, whenever one joined', () => {
  const early = openMarket(7, symbols, []);
  for (const back of [86_400_000, 7_200_000, 61_500, 1_250]) seenAt(early, epochMs(noon - back));
  const late = openMarket(7, symbols, []);
  expect(seenAt(early, noon)).toEqual(seenAt(late, noon));
});

test('another seed gives another day', () => {
  const spot = (seed: number) => openMarket(seed, ['SPX'], []).underlyings[0]?.quote(noon).last;
  expect(spot(7)).not.toBe(spot(8));
});

test('SPY is a tenth of SPX but for a small residue, at any minute of any day', () => {
  const market = openMarket(3, symbols, []);
  const [spx, spy] = market.underlyings;
  for (const session of sessionsBefore('2026-11-20', 20))
    for (const second of [0, 3_000, 12_000, session.seconds]) {
      const moment = { session, second, open: true };
      const ratio = (spy?.path.spot(moment) ?? 0) / (spx?.path.spot(moment) ?? 1);
      expect(Math.abs(ratio / (678 / 6800) - 1)).toBeLessThan(0.002);
    }
});

test('daily returns are those of an index: near one per cent, and prices stay near their level for years', () => {
  const path = openMarket(11, ['SPX'], []).underlyings[0]?.path;
  const closes = sessionsBefore('2026-11-20', 120).map((session) => path?.closeOf(session) ?? 0);
  const squares = closes.slice(1).map((close, i) => Math.log((closes[i] ?? 0) / close) ** 2);
  const deviation = Math.sqrt(squares.reduce((sum, each) => sum + each, 0) / squares.length);
  expect(deviation).toBeGreaterThan(0.007);
  expect(deviation).toBeLessThan(0.013);
  for (const close of closes) expect(Math.abs(Math.log(close / 6800))).toBeLessThan(0.2);
});

test('a day begins where the day before and the gap lead: no jump beyond a few per cent', () => {
  const path = openMarket(5, ['SPX'], []).underlyings[0]?.path;
  for (const session of sessionsBefore('2026-11-20', 60)) {
    const gap = Math.log((path?.openOf(session) ?? 0) / (path?.previousClose(session) ?? 1));
    expect(Math.abs(gap)).toBeLessThan(0.025);
  }
});

test('quotes stand on the tick grid, bid below ask, and their time never runs backwards', () => {
  const spx = openMarket(7, ['SPX'], []).underlyings[0];
  if (!spx) throw new Error('SPX is there');
  const contracts = spx.contracts(noon);
  fc.assert(
    fc.property(
      fc.nat(contracts.length - 1),
      fc.array(fc.integer({ min: 0, max: 900_000 }), { minLength: 2, maxLength: 6 }),
      (index, offsets) => {
        const contract = contracts[index];
        if (!contract) return;
        let previous = { quoteMs: 0, volume: 0, tradeMs: 0 };
        for (const offset of offsets.sort((a, b) => a - b)) {
          const at = epochMs(noon + offset);
          const quote = spx.options.quote(contract, at);
          expect(quote.bid).toBeLessThan(quote.ask);
          for (const price of [quote.bid, quote.ask]) {
            const ticks = price / 0.05;
            expect(Math.abs(ticks - Math.round(ticks))).toBeLessThan(1e-6);
          }
          expect(quote.quoteMs).toBeLessThanOrEqual(at);
          expect(quote.tradeMs).toBeLessThanOrEqual(at);
          expect(quote.quoteMs).toBeGreaterThanOrEqual(previous.quoteMs);
          expect(quote.tradeMs).toBeGreaterThanOrEqual(previous.tradeMs);
          expect(quote.volume).toBeGreaterThanOrEqual(previous.volume);
          previous = quote;
        }
      },
    ),
    { numRuns: 200, seed: 1 },
  );
});

test('the version changes whenever the quote does', () => {
  const spx = openMarket(7, ['SPX'], []).underlyings[0];
  if (!spx) throw new Error('SPX is there');
  for (const contract of spx.contracts(noon).filter((_, index) => index % 211 === 0))
    for (let at = noon + 100; at < noon + 120_000; at += 700) {
      const [one, two] = [epochMs(at), epochMs(at + 700)];
      const same = spx.options.version(contract, one) === spx.options.version(contract, two);
      if (same) expect(spx.options.quote(contract, two)).toEqual(spx.options.quote(contract, one));
    }
});

test('open interest stands still through a day and is redrawn for the next', () => {
  const spx = openMarket(7, ['SPX'], []).underlyings[0];
  const at = (date: string, hour: number) => {
    const moment = easternTime(date, hour, 0);
    const contract = spx?.contracts(moment).find(({ symbol }) => symbol === 'SPXW  261218C07000000');
    return contract && spx?.options.quote(contract, moment).openInterest;
  };
  expect(at('2026-11-19', 10)).toBeGreaterThan(0);
  expect(at('2026-11-19', 15)).toBe(at('2026-11-19', 10));
  expect(at('2026-11-20', 10)).not.toBe(at('2026-11-19', 10));
});

test('SPX, SPY, QQQ and IWM have an expiry today on every trading day, and it leaves at the close', () => {
  const market = openMarket(7, ['SPX', 'SPY', 'QQQ', 'IWM'], []);
  for (const session of sessionsBefore('2026-11-21', 6))
    for (const underlying of market.underlyings) {
      const today = (at: number) => underlying.contracts(epochMs(at)).filter(({ expiry }) => expiry === session.date).length;
      expect(today(session.closeMs - 1)).toBeGreaterThan(50);
      expect(today(session.closeMs)).toBe(0);
    }
});

test('SPX lists a.m. and p.m. series on a third Friday, and the a.m. one is gone by the open', () => {
  const spx = openMarket(7, ['SPX'], []).underlyings[0];
  const roots = (at: EpochMs) =>
    [
      ...new Set(
        spx
          ?.contracts(at)
          .filter(({ expiry }) => expiry === '2026-12-18')
          .map(({ root }) => root),
      ),
    ].sort();
  expect(roots(noon)).toEqual(['SPX', 'SPXW']);
  expect(roots(easternTime('2026-12-18', 9, 30))).toEqual(['SPXW']);
  const count = spx?.contracts(noon).length ?? 0;
  expect(count).toBeGreaterThan(4_000);
  expect(count).toBeLessThan(6_000);
});

const asOf = easternTime('2025-09-04', 14, 30);

const listed = (symbol: string, side: 'call' | 'put', strike: number, expiry: string, iv: number | null, volume: number) => ({
  symbol,
  root: 'SPXW',
  expiry,
  side,
  strike,
  settlement: 'pm' as const,
  multiplier: 100,
  bid: 1,
  ask: 1.1,
  last: 1,
  volume,
  openInterest: 4_321,
  iv,
  quoteMs: null,
});

const realChain: ChainListing = {
  underlying: 'SPX',
  spot: 6485.64,
  asOf,
  source: 'cboe-csv',
  contracts: [
    listed('SPXW  250903C06500000', 'call', 6500, '2025-09-03', 0.1, 5),
    listed('SPXW  250904C06500000', 'call', 6500, '2025-09-04', 0.09, 12_345),
    listed('SPXW  250905P06000000', 'put', 6000, '2025-09-05', 0.31, 777),
    listed('SPXW  250905C02600000', 'call', 2600, '2025-09-05', null, 0),
  ],
};

test('a real chain stands as it was at its moment, and moves from there', () => {
  const spx = openMarket(7, ['SPX'], [realChain]).underlyings[0];
  if (!spx) throw new Error('SPX is there');
  const marketSpot = (at: EpochMs) => spx.path.spot(marketMoment(at));
  expect(marketSpot(asOf)).toBeCloseTo(6485.64, 6);
  const symbolsAlive = spx.contracts(asOf).map(({ symbol }) => symbol);
  expect(symbolsAlive).toEqual(['SPXW  250904C06500000', 'SPXW  250905C02600000', 'SPXW  250905P06000000']);

  const settled = epochMs(asOf + 999);
  const [call, noVol, put] = spx.contracts(settled).map((contract) => spx.options.quote(contract, settled));
  expect(call?.openInterest).toBe(4_321);
  expect(call?.volume).toBeGreaterThanOrEqual(12_345 - 20);
  expect(call?.volume).toBeLessThanOrEqual(12_345 + 20);
  // Within the minute that a far quote may be old.
  expect(Math.abs((put?.iv ?? 0) - 0.31)).toBeLessThan(0.001);
  expect(noVol?.iv).toBeNull();
  expect(noVol?.greeks).toBeNull();
  expect(noVol?.mark).toBeGreaterThan(3_850);

  const later = epochMs(asOf + 3_600_000);
  expect(marketSpot(later)).not.toBeCloseTo(6485.64, 2);
  const callLater = spx.contract('SPXW  250904C06500000', later);
  expect(callLater && spx.options.quote(callLater, later).volume).toBeGreaterThan(12_345);
});

test('a chain taken on a Sunday stands at the next open', () => {
  const sunday = { ...realChain, asOf: easternTime('2025-09-07', 10, 52) };
  const spx = openMarket(7, ['SPX'], [sunday]).underlyings[0];
  expect(spx?.path.spot(marketMoment(easternTime('2025-09-08', 9, 30)))).toBeCloseTo(6485.64, 6);
});
