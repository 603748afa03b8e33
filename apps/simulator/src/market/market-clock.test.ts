import { type Clock, type EpochMs, easternTime, epochMs } from '@gexstream/domain';
import { expect, test } from 'vitest';
import { freshMarketState, type MarketJump, marketClock, marketStart } from './market-clock.ts';

/** A wall clock set by hand. */
const wall = (at: EpochMs): Clock & { now: () => EpochMs; set(to: number): void } => {
  let now = at;
  return {
    now: () => now,
    set: (to) => {
      now = epochMs(to);
    },
    after: () => () => {},
    every: () => () => {},
  };
};

const minutes = (count: number): number => count * 60_000;

test('a market without history begins shortly after ten on the latest trading day', () => {
  const friday = easternTime('2026-11-20', 10, 5);
  expect(marketStart(easternTime('2026-11-21', 3, 0))).toBe(friday);
  expect(marketStart(easternTime('2026-11-22', 23, 0))).toBe(friday);
  expect(marketStart(easternTime('2026-11-23', 4, 0))).toBe(easternTime('2026-11-23', 10, 5));
  // Thanksgiving: back to Wednesday.
  expect(marketStart(easternTime('2026-11-26', 12, 0))).toBe(easternTime('2026-11-25', 10, 5));
});

const chainOf = (asOf: EpochMs) => ({ underlying: 'SPX', spot: 6485, asOf, source: 'cboe-csv' as const, contracts: [] });

test('a market begins at the moment of a chain taken in a session, else a minute into the next one', () => {
  const inSession = easternTime('2025-09-04', 14, 30);
  expect(marketStart(easternTime('2026-11-21', 3, 0), chainOf(inSession))).toBe(inSession);
  const sunday = easternTime('2024-01-07', 10, 52);
  expect(marketStart(easternTime('2026-11-21', 3, 0), chainOf(sunday))).toBe(easternTime('2024-01-08', 9, 31));
});

test('it runs with the wall, stands at the close for five seconds, then goes on at the open of the next session', () => {
  const system = wall(easternTime('2026-11-21', 3, 0));
  const jumps: MarketJump[] = [];
  const clock = marketClock(system, freshMarketState(system.now()), (jump) => jumps.push(jump));
  const start = clock.now();
  system.set(system.now() + minutes(30));
  expect(clock.now()).toBe(start + minutes(30));

  const close = easternTime('2026-11-20', 16, 0);
  system.set(system.now() + (close - clock.now()) + 4_999);
  expect(clock.now()).toBe(close + 4_999);
  expect(jumps).toEqual([]);

  // Friday to Monday.
  system.set(system.now() + 1);
  expect(clock.now()).toBe(easternTime('2026-11-23', 9, 30));
  expect(jumps).toHaveLength(1);
  expect(jumps[0]?.offsetMs).toBe(easternTime('2026-11-23', 9, 30) - system.now());
  system.set(system.now() + 250);
  expect(clock.now()).toBe(easternTime('2026-11-23', 9, 30) + 250);
});

test('what is persisted when told of a jump stands after it', () => {
  const system = wall(easternTime('2026-11-20', 15, 59));
  const state = { offsetMs: 0 };
  let persisted = '';
  const clock = marketClock(system, state, () => {
    persisted = JSON.stringify(state);
  });
  clock.now();
  system.set(easternTime('2026-11-20', 16, 1));
  const after = clock.now();
  expect(JSON.parse(persisted)).toEqual({ offsetMs: after - system.now(), latestMs: after });
});

test('it jumps over a holiday, and closes a half day at one', () => {
  const system = wall(easternTime('2026-11-25', 15, 59));
  const clock = marketClock(system, { offsetMs: 0 });
  expect(clock.now()).toBe(system.now());
  system.set(easternTime('2026-11-25', 16, 1));
  // Thursday is Thanksgiving, Friday ends at 13:00.
  const fridayOpen = easternTime('2026-11-27', 9, 30);
  expect(clock.now()).toBe(fridayOpen);
  system.set(system.now() + minutes(3.5 * 60) + 5_000);
  expect(clock.now()).toBe(easternTime('2026-11-30', 9, 30));
});

test('a restart goes on from the persisted offset, the time away included', () => {
  const system = wall(easternTime('2026-11-21', 3, 0));
  const state = freshMarketState(system.now());
  const before = marketClock(system, state).now();
  const persisted = JSON.parse(JSON.stringify(state));
  system.set(system.now() + minutes(45));
  expect(marketClock(system, persisted).now()).toBe(before + minutes(45));
});

test('a restart that lands outside any session goes on at the next open and says so', () => {
  const system = wall(easternTime('2026-11-21', 3, 0));
  const state = freshMarketState(system.now());
  marketClock(system, state).now();
  const jumps: MarketJump[] = [];
  system.set(system.now() + minutes(10 * 60));
  const clock = marketClock(system, { ...state }, (jump) => jumps.push(jump));
  expect(clock.now()).toBe(easternTime('2026-11-23', 9, 30));
  expect(jumps).toHaveLength(1);
});

test('a wall clock that is set back does not turn the market back, nor does a restart after it', () => {
  const system = wall(easternTime('2026-11-21', 3, 0));
  const state = freshMarketState(system.now());
  const clock = marketClock(system, state);
  system.set(system.now() + minutes(10));
  const latest = clock.now();
  system.set(system.now() - minutes(60));
  expect(clock.now()).toBe(latest);
  system.set(system.now() - minutes(60));
  const restarted = marketClock(system, { ...state });
  expect(restarted.now()).toBe(latest);
  system.set(system.now() + 1_000);
  expect(restarted.now()).toBe(latest + 1_000);
});
