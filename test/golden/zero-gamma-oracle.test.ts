import { readFileSync } from 'node:fs';
import { type AnalysisInput, analyse, type Carry, easternTime, epochMs, listingPositions } from '@gexstream/domain';
import { readChainFile } from '@gexstream/schwab';
import { describe, expect, test } from 'vitest';
import { optionBook } from '../bench/workloads/option-book.ts';
import { realData, realDataMissing } from '../support/real-data.ts';
import { type RootOracle, rootOracle } from '../support/root-oracle.ts';

const reason = realDataMissing();
const suite = reason === null ? 'real chains' : `real chains (skipped: ${reason})`;
const january = 'spx-cboe-2024-01-07.csv';
const september = 'spx-cboe-2025-09-04-1430et.csv';
const zero: Carry = { kind: 'zero' };

const inputOf = (name: string, carry: Carry): AnalysisInput => {
  const listing = readChainFile(readFileSync(realData(name)), name);
  const { underlying, asOf, spot } = listing;
  return { underlying, asOf, spot, carry, ivOrder: 'file', ...listingPositions(listing) };
};

/** Each crossing that the oracle sees holds an odd number of roots, and each root is one by the oracle's own sum. */
const expectAllRoots = (roots: readonly number[], { crossings, signAt }: RootOracle): void => {
  const within = crossings.map(([below, above]) => roots.filter((root) => root >= below && root <= above).length);
  expect(within.map((count) => count % 2)).toEqual(crossings.map(() => 1));
  for (const root of roots) expect(signAt(root * (1 - 1e-8)) * signAt(root * (1 + 1e-8)), `${root}`).toBe(-1);
};

describe.skipIf(reason !== null)(suite, () => {
  test.each([
    [january, zero],
    [september, { kind: 'flat', rate: 0.043, dividendYield: 0.0125 }],
  ] as const)('G-06: in %s (%o) no root that 6 001 spots show is missed, and each is one', (name, carry) => {
    const input = inputOf(name, carry);
    expectAllRoots(analyse(input).levels.zeroGammaAll, rootOracle(input));
  });

  test('G-06: neither in the session file a minute before settlement', () => {
    const input = { ...inputOf(september, zero), asOf: epochMs(easternTime('2025-09-04', 15, 59)) };
    expectAllRoots(analyse(input).levels.zeroGammaAll, rootOracle(input));
  });
});

describe('a book that is mostly 0DTE', () => {
  test.each([120, 20, 1])('G-06: %i minutes before settlement no root is missed, in total and of the day alone', (left) => {
    const book = optionBook(2_000);
    const { settlesMs, expiry } = book.expiries[0]!;
    const heavy = book.positions.openInterest.map((oi, i) => (book.positions.expiryIndex[i] === 0 ? 50 * oi : oi));
    const positions = { ...book.positions, openInterest: heavy };
    const input: AnalysisInput = { ...book, positions, asOf: epochMs(settlesMs - left * 60_000) };
    const { levels } = analyse(input);
    expectAllRoots(levels.zeroGammaAll, rootOracle(input));
    // Within twenty minutes a day's own flip means nothing, and none is told.
    if (left < 20) expect(levels.expiries[0]!.zeroGammaAll).toEqual([]);
    else expectAllRoots(levels.expiries[0]!.zeroGammaAll, rootOracle(input, expiry));
    if (left === 1) expect(levels.zeroGammaAll.length).toBeGreaterThan(20);
  });
});
