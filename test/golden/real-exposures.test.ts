import { readFileSync } from 'node:fs';
import {
  type AnalysisInput,
  analyse,
  type Carry,
  curveNet,
  exposureCurve,
  exposureKinds,
  greekExposures,
  listingPositions,
  type Measure,
  parityCarry,
} from '@gexstream/domain';
import { readChainFile } from '@gexstream/schwab';
import { describe, expect, test } from 'vitest';
import { directExposures } from '../support/direct-exposures.ts';
import { realData, realDataMissing } from '../support/real-data.ts';

const reason = realDataMissing();
const suite = reason === null ? 'real chains' : `real chains (skipped: ${reason})`;
const january = 'spx-cboe-2024-01-07.csv';
const september = 'spx-cboe-2025-09-04-1430et.csv';

const readListing = (name: string) => readChainFile(readFileSync(realData(name)), name);
const listings: Readonly<Record<string, ReturnType<typeof readListing>>> =
  reason === null ? { [january]: readListing(january), [september]: readListing(september) } : {};

const inputOf = (name: string, carry: Carry, measure: Measure = 'oi'): AnalysisInput => {
  const listing = listings[name]!;
  const { positions, expiries: listed } = listingPositions(listing);
  const expiries = carry.kind === 'parity' ? parityCarry(listing, listed, listing.asOf, carry).expiries : listed;
  const { underlying, asOf, spot } = listing;
  return { underlying, asOf, spot, carry, ivOrder: 'file', measure, positions, expiries };
};

describe.skipIf(reason !== null)(suite, () => {
  const choices: readonly (readonly [Carry, Measure])[] = [
    [{ kind: 'zero' }, 'oi'],
    [{ kind: 'flat', rate: 0.043, dividendYield: 0.0125 }, 'volume'],
    [{ kind: 'parity', rate: 0.043, dividendYield: 0.0125 }, 'oi_plus_volume'],
  ];
  const cases = [january, september].flatMap((name) =>
    choices.map(([carry, measure]) => [name, carry.kind, measure, carry] as const),
  );

  test.each(cases)('%s, carry %s, %s: every exposure is the one of an independent program', (name, _kind, measure, carry) => {
    const input = inputOf(name, carry, measure);
    const { total } = greekExposures(input);
    const direct = directExposures(input);
    for (const kind of exposureKinds) {
      expect(Math.abs(total[kind].call - direct[kind].call), kind).toBeLessThan(1e-9 * total[kind].gross);
      expect(Math.abs(total[kind].put - direct[kind].put), kind).toBeLessThan(1e-9 * total[kind].gross);
    }
  });

  // Of gex-analytics' table of carries: what another program made of the same files with forwards from parity, and how far ours may be
  // from it: the two choose strikes and rates differently. Without carry the same figures are −20.4 and 91.9, 4734.7 and 6442.8.
  test.each([
    [january, 0.0535, 0.0145, -11.7, 4718.5],
    [september, 0.043, 0.0125, 99.8, 6436.3],
  ])('%s with forwards from parity comes to what its quotes imply', (name, rate, dividendYield, net, root) => {
    const { levels } = analyse(inputOf(name, { kind: 'parity', rate, dividendYield }));
    expect(Math.abs(levels.total.net / 1e9 - net)).toBeLessThan(1);
    expect(levels.zeroGammaAll).toHaveLength(1);
    expect(Math.abs(levels.zeroGamma! - root)).toBeLessThan(2);
  });

  test('parity finds the forward of every expiry that has a day left, SPX a.m. and SPXW p.m. of one date within a point of each other', () => {
    for (const [name, count] of [
      [january, 59],
      [september, 58],
    ] as const) {
      const listing = listings[name]!;
      const carry = { kind: 'parity', rate: 0.045, dividendYield: 0.014 } as const;
      const { forwards } = parityCarry(listing, listingPositions(listing).expiries, listing.asOf, carry);
      const implied = forwards.filter(({ source }) => source === 'parity');
      expect(implied).toHaveLength(count);
      for (const { expiry, settlement, forward, implied: quality } of implied) {
        expect(quality!.scatter).toBeLessThan(quality!.halfSpread);
        const twin = implied.find((other) => other.expiry === expiry && other.settlement !== settlement);
        if (twin !== undefined) expect(Math.abs(twin.forward - forward)).toBeLessThan(1);
      }
    }
  });

  test('G-06: the curve of the session file changes sign where the roots are, and nowhere else', () => {
    const input = inputOf(september, { kind: 'zero' });
    const curve = exposureCurve(input);
    const { spots } = curve;
    const netGex = curveNet(curve);
    const crossings = Array.from(spots.keys()).filter((j) => j > 0 && netGex[j - 1]! > 0 !== netGex[j]! > 0);
    const roots = analyse(input).levels.zeroGammaAll;
    expect(crossings.map((j) => roots.filter((root) => root >= spots[j - 1]! && root <= spots[j]!).length)).toEqual(
      roots.map(() => 1),
    );
  });
});
