import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { type Analysis, analyse, type Carry, listingPositions, strikeLevels } from '@gexstream/domain';
import { readChainFile } from '@gexstream/schwab';
import { describe, expect, test } from 'vitest';
import { realData, realDataMissing } from '../support/real-data.ts';

const january = realData('spx-cboe-2024-01-07.csv');
const september = realData('spx-cboe-2025-09-04-1430et.csv');
const series = realData('spx-0dte-gex-15min-2026-08.ndjson.gz');
const reason = realDataMissing();
const missing = reason !== null;
const suite = missing ? `real chains (skipped: ${reason})` : 'real chains';

const zero: Carry = { kind: 'zero' };
const januaryCarry: Carry = { kind: 'flat', rate: 0.0535, dividendYield: 0.0145 };
const septemberCarry: Carry = { kind: 'flat', rate: 0.043, dividendYield: 0.0125 };
const januaryAsOf = '2024-01-07T10:52:00-05:00';
const septemberAsOf = '2025-09-04T14:30:00-04:00';

const readBook = (path: string) => {
  const listing = readChainFile(readFileSync(path), path);
  return { asOf: listing.asOf, spot: listing.spot, ...listingPositions(listing) };
};

const analyseFile = (path: string, asOf: string, carry: Carry): Analysis => {
  const book = readBook(path);
  // The header's own time, as the file says it.
  expect(book.asOf).toBe(Date.parse(asOf));
  return analyse({ underlying: 'SPX', carry, ivOrder: 'file', ...book });
};

const billions = (usd: number): string => (usd / 1e9).toFixed(4);

describe.skipIf(missing)(suite, () => {
  // Figures of two independent programs, to all the digits they were published with.
  test.each([
    [january, januaryAsOf, zero, 15_366, '-20.4007', '107.3787', '-127.7793', '4734.71', 4800, 4600, 4700, 4800],
    [january, januaryAsOf, januaryCarry, 15_366, '-12.8446', '110.7584', '-123.6030', '4720.42', 4800, 4600, 4800, 4900],
    [september, septemberAsOf, zero, 18_283, '91.9209', '257.8957', '-165.9748', '6442.76', 6500, 6000, 6500, 6480],
    [september, septemberAsOf, septemberCarry, 18_283, '99.3312', '258.7821', '-159.4509', '6437.47', 6500, 6000, 6500, 6480],
  ] as const)('%s at %s with carry %o', (path, asOf, carry, used, net, call, put, root, callWall, putWall, maxGross, maxNet) => {
    const { levels } = analyseFile(path, asOf, carry);
    expect(levels.contracts.used).toBe(used);
    expect([levels.total.net, levels.total.call, levels.total.put].map(billions)).toEqual([net, call, put]);
    expect(levels.zeroGammaAll.map((x) => x.toFixed(2))).toEqual([root]);
    expect([levels.callWall, levels.putWall]).toEqual([callWall, putWall]);
    expect([levels.maxGrossStrike, levels.maxNetStrike]).toEqual([maxGross, maxNet]);
  });

  test('the 0DTE slice of the session file has its own figures', () => {
    const { levels } = analyseFile(september, septemberAsOf, zero);
    const today = levels.expiries[0]!;
    expect(today.expiry).toBe('2025-09-04');
    expect(today.contracts.used).toBe(319);
    expect([today.total.net, today.total.call, today.total.put].map(billions)).toEqual(['53.3938', '59.3057', '-5.9119']);
    expect(today.zeroGammaAll.map((x) => x.toFixed(2))).toEqual(['6452.21']);
    expect([today.callWall, today.putWall, today.maxGrossStrike, today.maxNetStrike]).toEqual([6490, 6475, 6480, 6480]);
  });

  test('every contract of a file is used or has a reason', () => {
    const book = readBook(january);
    const { contracts } = analyseFile(january, januaryAsOf, zero).levels;
    expect(contracts.used + Object.values(contracts.excluded).reduce((sum, n) => sum + n, 0)).toBe(book.positions.length);
    expect(contracts.excluded).toEqual({ expired: 446, 'no-open-interest': 5226 });
  });

  test('G-03: cells add up to the totals', () => {
    const { levels, cells } = analyseFile(september, septemberAsOf, zero);
    const sum = (column: Float64Array): number => column.reduce((total, value) => total + value, 0);
    expect(Math.abs(sum(cells.callGex) - levels.total.call)).toBeLessThan(1e-12 * levels.total.gross);
    expect(Math.abs(sum(cells.putGex) - levels.total.put)).toBeLessThan(1e-12 * levels.total.gross);
    expect(levels.expiries.reduce((total, expiry) => total + expiry.total.net, 0)).toBeCloseTo(levels.total.net, 2);
  });

  // Two snapshots, just after the open, hold no gamma at all: there the publisher prints its first strikes, and we none.
  test('walls and peak strike of a quarter-hourly 0DTE series are those its publisher found', () => {
    const hits = { snapshots: 0, empty: 0, callWall: 0, putWall: 0, peakStrike: 0 };
    for (const line of gunzipSync(readFileSync(series)).toString().split('\n')) {
      if (!line.includes('"type":"gex"')) continue;
      const { rows, spot, published } = JSON.parse(line) as {
        rows: number[][];
        spot: number;
        published: { call_wall: number; put_wall: number; peak_strike: number };
      };
      const column = (i: number): number[] => rows.map((row) => row[i]!);
      const levels = strikeLevels(column(0), column(1), column(2), 0, rows.length, spot);
      hits.snapshots++;
      if (levels.callWall === null && levels.putWall === null && levels.maxNetStrike === null) hits.empty++;
      if (levels.callWall === published.call_wall) hits.callWall++;
      if (levels.putWall === published.put_wall) hits.putWall++;
      if (levels.maxNetStrike === published.peak_strike) hits.peakStrike++;
    }
    expect(hits).toEqual({ snapshots: 92, empty: 2, callWall: 90, putWall: 90, peakStrike: 90 });
  });
});
