import { describe, expect, test } from 'vitest';
import { exitAfter, trade } from './trade.fixture.ts';
import { tradeResult, tradeStatistics } from './trade-result.ts';

describe('what came of a trade', () => {
  test('is nothing while it is open', () => {
    expect(tradeResult(trade())).toBeNull();
  });

  // By hand: (6.30 − 4.10) × 100 = 220 a contract, two contracts 440; 2.20 / 4.10 = 0.536585.
  test.each([
    ['long', 6.3, 220, 440, 0.5365853658536586, true],
    ['long', 0, -410, -820, -1, false],
    ['long', 4.1, 0, 0, 0, false],
    ['short', 1, 310, 620, 0.7560975609756098, true],
    ['short', 6.3, -220, -440, -0.5365853658536586, false],
    ['short', 0, 410, 820, 1, true],
  ] as const)('%s from 4.10 to %d: %d USD a contract, %d in all', (direction, price, perContract, total, share, win) => {
    const result = tradeResult(trade({ direction, exit: exitAfter(90, price) }))!;
    expect(result).toMatchObject({ perContract: expect.closeTo(perContract, 10), total, win, heldMs: 5_400_000 });
    expect(result.return).toBeCloseTo(share, 12);
  });
});

describe('what came of many', () => {
  const closed = (count: number, price: number) => Array.from({ length: count }, () => trade({ exit: exitAfter(60, price) }));

  test('says no rate before 30 are closed; their sum it says at once', () => {
    const few = tradeStatistics([...closed(28, 6.3), ...closed(1, 0), trade()]);
    expect(few).toEqual({
      open: 1,
      n: 29,
      // 28 × 440 − 820.
      total: 11_500,
      wins: 28,
      hitRate: null,
      hitRateInterval: null,
      meanReturn: null,
      meanPerContract: null,
      meanHeldMs: null,
    });
  });

  test('with 30: 18 of 30 is 60 %, between 42.3 % and 75.4 % by Wilson', () => {
    const { hitRate, hitRateInterval, meanPerContract, meanHeldMs, meanReturn } = tradeStatistics([
      ...closed(18, 6.3),
      ...closed(12, 0),
    ]);
    expect(hitRate).toBe(0.6);
    // Wilson's formula, worked out in Python.
    expect(hitRateInterval![0]).toBeCloseTo(0.4232036, 6);
    expect(hitRateInterval![1]).toBeCloseTo(0.7540937, 6);
    // (18 × 220 − 12 × 410) / 30.
    expect(meanPerContract).toBeCloseTo(-32, 9);
    expect(meanReturn).toBeCloseTo((18 * 0.5365853658536586 - 12) / 30, 12);
    expect(meanHeldMs).toBe(3_600_000);
  });
});
