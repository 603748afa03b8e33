import {
  type Analysis,
  analyse,
  applyEvent,
  type EpochMs,
  emptyBook,
  epochMs,
  type MarketEvent,
  refreshPositions,
  spotOf,
} from '@gexstream/domain';
import { describe, expect, test } from 'vitest';
import type { WireChain, WireContract } from '../wire/index.ts';
import { chainToDomain } from './chain.ts';

/** The third Friday of March 2026 in New York. */
const expiry = '2026-03-20';
const friday = (time: string): EpochMs => epochMs(Date.parse(`${expiry}T${time}:00-04:00`));

const contract = (root: string, side: 'C' | 'P', strike: number, change: Partial<WireContract> = {}): WireContract => ({
  putCall: side === 'C' ? 'CALL' : 'PUT',
  symbol: `${root.padEnd(6)}260320${side}${String(strike * 1000).padStart(8, '0')}`,
  bid: 0,
  ask: 0,
  last: 0,
  bidSize: 0,
  askSize: 0,
  lastSize: 0,
  totalVolume: 10,
  tradeTimeInLong: friday('09:00'),
  quoteTimeInLong: friday('09:00'),
  volatility: 20,
  gamma: 0.001,
  openInterest: 1_000,
  strikePrice: strike,
  multiplier: 100,
  settlementType: root === 'SPX' ? 'A' : 'P',
  nonStandard: false,
  mini: false,
  ...change,
});

const chainOf = (contracts: readonly WireContract[]): WireChain => {
  const of = (side: string) => ({ [`${expiry}:0`]: { '6000.0': contracts.filter(({ putCall }) => putCall === side) } });
  return {
    symbol: '$SPX',
    status: 'SUCCESS',
    underlying: { symbol: '$SPX', last: 6000, quoteTime: friday('09:00'), tradeTime: friday('09:00') },
    underlyingPrice: 6000,
    numberOfContracts: contracts.length,
    callExpDateMap: of('CALL'),
    putExpDateMap: of('PUT'),
  } as unknown as WireChain;
};

const context = {
  underlying: 'SPX',
  fromDate: expiry,
  toDate: expiry,
  receivedMs: friday('09:01'),
  tradingDay: true,
  rowsMax: 2_000,
};

/** What the contracts of a chain answer come to: through the book, as live data do. */
const measured = (contracts: readonly WireContract[], asOf: EpochMs): Analysis => {
  const { updates, quote } = chainToDomain(chainOf(contracts), context);
  const book = emptyBook('SPX');
  const envelope = { version: 1, feed: 'sim', run: 'r', underlying: 'SPX', seq: 1, sessionDate: expiry } as const;
  const times = { eventMs: context.receivedMs, receiveMs: context.receivedMs, emitMs: context.receivedMs };
  const bodies = [...updates.map((body) => ({ kind: 'option-updates', body })), { kind: 'underlying-quote', body: quote }];
  for (const each of bodies) applyEvent(book, { ...envelope, ...times, ...each } as MarketEvent, () => {});
  const carry = { kind: 'zero' } as const;
  const positions = refreshPositions(book, null, spotOf(book), asOf, carry);
  const { expiries } = book;
  return analyse({ underlying: 'SPX', asOf, spot: spotOf(book), carry, ivOrder: 'live', positions, expiries, horizonDays: [0] });
};

describe('C-10: SPX (a.m.) and SPXW (p.m.) of one date, both under $SPX', () => {
  const [am, pm] = ['SPX', 'SPXW'].map((root) => [contract(root, 'C', 6010), contract(root, 'P', 5990)]);

  test('are two expiries of it, each with a settlement of its own', () => {
    const { expiries } = measured([...am!, ...pm!], friday('09:15')).levels;
    expect(expiries.map(({ expiry, settlement }) => [expiry, settlement])).toEqual([
      [expiry, 'am'],
      [expiry, 'pm'],
    ]);
  });

  test.each(['09:30', '12:00', '15:59'])('at %s what settled in the morning is in no total of the day', (time) => {
    const both = measured([...am!, ...pm!], friday(time));
    const alone = measured(pm!, friday(time));
    expect(both.levels.total.gross).toBeGreaterThan(0);
    expect(both.levels.total).toEqual(alone.levels.total);
    expect(both.horizons[0]!.total).toEqual(alone.levels.total);
    expect(both.levels.contracts.excluded).toMatchObject({ expired: 2 });
  });

  test('at the close the other series has settled too', () => {
    expect(measured([...am!, ...pm!], friday('16:00')).levels.total.gross).toBe(0);
  });
});

describe('C-11: what a chain has in place of numbers', () => {
  const good = [contract('SPXW', 'C', 6000), contract('SPXW', 'P', 5950)];
  const clean = measured(good, friday('12:00'));

  test.each([-999, 'NaN', null, 0] as const)('greeks and IV of %s touch no total, and are counted', (sentinel) => {
    const greeks = { gamma: sentinel, delta: sentinel, theta: sentinel, vega: sentinel, rho: sentinel };
    const bad = contract('SPXW', 'C', 6050, { ...greeks, volatility: sentinel } as Partial<WireContract>);
    const { levels } = measured([...good, bad], friday('12:00'));
    expect(levels.total).toEqual(clean.levels.total);
    expect(levels.zeroGamma).toEqual(clean.levels.zeroGamma);
    expect(levels.contracts).toMatchObject({ used: clean.levels.contracts.used, excluded: { 'no-iv': 1 } });
  });

  test('greeks that are garbage beside a sound IV change nothing: gamma is computed, never taken', () => {
    const garbage = good.map((each) => ({ ...each, gamma: -91_965.237, delta: 5.274 }));
    expect(measured(garbage, friday('12:00')).levels.total).toEqual(clean.levels.total);
  });
});
