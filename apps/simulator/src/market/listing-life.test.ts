import { blackScholesGreeks, type EpochMs, epochMs } from '@gexstream/domain';
import { expect, test } from 'vitest';
import { openMarket } from './market.ts';
import type { OptionContract } from './option-contract.ts';
import { marketMoment, sessionsBefore } from './sessions.ts';
import type { UnderlyingMarket } from './underlying-market.ts';

const sessions = [...sessionsBefore('2026-12-05', 61)].reverse();

const only = (seed: number, symbol: string): UnderlyingMarket => {
  const [underlying] = openMarket(seed, [symbol], []).underlyings;
  if (!underlying) throw new Error(`${symbol} is there`);
  return underlying;
};

test.each([
  ['SPX', 3_800, 6_000],
  ['SPY', 1_000, 2_000],
])(
  '%s keeps every strike until its expiry settles, and its size, over sixty sessions',
  (symbol, least, most) => {
    const underlying = only(7, symbol);
    let before: readonly OptionContract[] = [];
    for (const session of sessions) {
      const now = underlying.contracts(session.openMs);
      const listed = new Set(now.map((contract) => contract.symbol));
      const gone = before.filter((contract) => contract.settlesMs > session.openMs && !listed.has(contract.symbol));
      expect(gone.map((contract) => contract.symbol)).toEqual([]);
      expect(now.length).toBeGreaterThan(least);
      expect(now.length).toBeLessThan(most);
      before = now;
    }
  },
  30_000,
);

test('looking back finds the closes that were', () => {
  const { path } = only(5, 'QQQ');
  const closes = path.closesBefore('2026-12-05', 8);
  sessionsBefore('2026-12-05', 8).forEach((session, index) => {
    expect((closes[index] ?? 0) / path.closeOf(session)).toBeCloseTo(1, 9);
  });
});

/** Dollars a per cent, calls plus and minus puts, of the open interest of a moment; spot (points), time and volatility given. */
const exposure = (
  underlying: UnderlyingMarket,
  contracts: readonly OptionContract[],
  at: EpochMs,
  spot: number,
  atMs: number,
) => {
  let gross = 0;
  let net = 0;
  let held = 0;
  for (const contract of contracts) {
    const years = Math.max((contract.settlesMs - atMs) / 31_536e6, 1e-5);
    const { side, strike } = contract;
    const { openInterest } = underlying.options.quote(contract, at);
    const terms = { side, spot, strike, years, rate: 0.043, dividendYield: 0.0125, volatility: 0.14 };
    const size = blackScholesGreeks(terms).gamma * openInterest * spot * spot;
    gross += size;
    net += side === 'call' ? size : -size;
    held += openInterest;
  }
  return { gross, net, held };
};

// Most of it is what is opened in the newest daily series; they are a larger part of an ETF's positions.
test.each([
  ['SPX', 0.06],
  ['SPY', 0.1],
])(
  '%s: one night changes exposure by a few per cent at the same spot, the weekend too',
  (symbol, most) => {
    const underlying = only(7, symbol);
    const nights = sessions.slice(-8);
    nights.slice(1).forEach((session, index) => {
      const closing = epochMs((nights[index]?.closeMs ?? 0) - 1_000);
      const spot = underlying.path.spot(marketMoment(closing));
      const left = underlying.contracts(closing).filter((contract) => contract.settlesMs > session.openMs);
      const before = exposure(underlying, left, closing, spot, session.openMs);
      const after = exposure(underlying, underlying.contracts(session.openMs), session.openMs, spot, session.openMs);
      expect(Math.abs(after.gross / before.gross - 1)).toBeLessThan(most);
      expect(Math.abs(after.net - before.net) / before.gross).toBeLessThan(0.03);
      expect(Math.abs(after.held / before.held - 1)).toBeLessThan(most);
    });
  },
  30_000,
);

test('open interest of a contract held for weeks moves by some per cent a night', () => {
  const underlying = only(11, 'SPX');
  const [first, second] = sessions.slice(-2);
  if (!first || !second) throw new Error('sixty sessions are there');
  const months = underlying.contracts(first.openMs).filter(({ expiry }) => expiry === '2027-01-15' || expiry === '2026-12-18');
  expect(months.length).toBeGreaterThan(400);
  const held = months.map((contract) => underlying.options.quote(contract, first.openMs).openInterest);
  let changed = 0;
  months.forEach((contract, index) => {
    const later = underlying.contract(contract.symbol, second.openMs);
    const was = held[index] ?? 0;
    const is = later === undefined ? -1 : underlying.options.quote(later, second.openMs).openInterest;
    expect(Math.abs(is - was)).toBeLessThan(0.1 * was + 5);
    if (is !== was) changed++;
  });
  expect(changed / months.length).toBeGreaterThan(0.7);
});
