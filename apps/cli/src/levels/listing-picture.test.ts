import { epochMs, formatOsi, type ListedContract } from '@gexstream/domain';
import type { ChainFile } from '@gexstream/schwab';
import { describe, expect, test } from 'vitest';
import { levelsJson } from '../terminal/levels-json.ts';
import { levelsReport } from '../terminal/levels-report.ts';
import { listingPicture, type PictureChoice } from './listing-picture.ts';

/** Midday of a winter Wednesday, New York; a chain of SPY with an expiry today and one in nine days. */
const asOf = epochMs(Date.UTC(2026, 0, 14, 17));
const strikes = [585, 590, 595, 600, 605, 610, 615];

const contract = (expiry: string, strike: number, side: 'call' | 'put', mid: number): ListedContract => ({
  symbol: formatOsi({ root: 'SPY', expiry, side, strike }),
  root: 'SPY',
  expiry,
  side,
  strike,
  settlement: 'pm',
  multiplier: 100,
  bid: mid - 0.05,
  ask: mid + 0.05,
  last: null,
  volume: side === 'call' ? 40 : 10,
  openInterest: side === 'call' ? strike - 500 : 700 - strike,
  iv: 0.2,
  quoteMs: null,
});

const listing: ChainFile = {
  underlying: 'SPY',
  spot: 600,
  asOf,
  source: 'cboe-json',
  contracts: ['2026-01-14', '2026-01-23'].flatMap((expiry) =>
    // A forward of 600.5, told by every strike alike.
    strikes.flatMap((strike) => [contract(expiry, strike, 'call', 20 + 600.5 - strike), contract(expiry, strike, 'put', 20)]),
  ),
  skipped: {},
};

const pictureOf = (change: Partial<PictureChoice> = {}, of = listing) =>
  listingPicture(of, {
    asOf,
    carry: { kind: 'parity', rate: 0, dividendYield: 0 },
    dealerModel: 'naive',
    measure: 'oi',
    ...change,
  });

describe('the picture of a chain', () => {
  test('what a file lists and no exposure can be of, such as adjusted contracts, is among those not used', () => {
    const told = pictureOf({}, { ...listing, skipped: { adjusted: 2 } });
    expect(levelsJson(told).contracts).toEqual({ used: 28, excluded: { adjusted: 2 } });
    expect(levelsReport(told)).toContain('contracts: 28 used; not used: 2 adjusted');
  });

  test('30 days ahead volatility and skew lie between the expiries that enclose the day; without two there are none', () => {
    const wide = Array.from({ length: 41 }, (_, i) => 500 + 5 * i);
    const contracts = ['2026-01-23', '2026-02-20'].flatMap((expiry) =>
      wide.flatMap((strike) => [
        { ...contract(expiry, strike, 'call', 20), iv: 0.2 },
        { ...contract(expiry, strike, 'put', 20), iv: 0.25 },
      ]),
    );
    const carry = { kind: 'zero' } as const;
    const told = levelsJson(pictureOf({ carry }, { ...listing, contracts }));
    expect(told.skew_25d_30d).toBeCloseTo(5, 9);
    expect(told.atm_iv_30d).toBeCloseTo(told.expiries[0]!.atm_iv!, 9);
    expect(levelsReport(pictureOf({ carry }, { ...listing, contracts }))).toMatch(
      /in 30 days +ATM IV 2\d\.\d % \/ skew 25Δ \+5\.0/,
    );
    const none = levelsJson(pictureOf());
    expect([none.atm_iv_30d, none.skew_25d_30d]).toEqual([null, null]);
  });

  test('an expiry has its forward with source and quality, max pain, volume walls and both expected moves', () => {
    const [today, later] = levelsJson(pictureOf()).expiries;
    expect(today!.forward).toMatchObject({ value: 600, source: 'configured: under a day' });
    expect(later!.forward.source).toBe('parity');
    expect(later!.forward.value).toBeCloseTo(600.5, 9);
    expect(later!.forward.implied).toMatchObject({ strikes: 6 });
    expect([later!.max_pain, later!.call_volume_wall, later!.put_volume_wall]).toEqual([600, 600, 600]);
    expect(later!.expected_move.iv!.atm_iv).toBeCloseTo(0.2, 12);
    expect(later!.expected_move.iv!.one_sigma).toBeCloseTo(600 * 0.2 * Math.sqrt((9 * 1440 + 240) / 525_600), 9);
    expect(later!.expected_move.straddle).toMatchObject({ strike: 600, price: 40.5 });
  });

  test('G-02: every exposure has its unit; model, convention, measure and carry are named', () => {
    const json = levelsJson(pictureOf({ dealerModel: 'all_short', measure: 'oi_plus_volume' }));
    expect(json).toMatchObject({
      unit: 'USD per 1 % move',
      convention: 'calls- puts-',
      dealer_model: 'all_short',
      measure: 'oi_plus_volume',
      carry: 'parity:0,0',
    });
    expect(Object.keys(json.exposure_units)).toEqual(Object.keys(json.exposures));
    expect(json.exposures.gex!.net).toBeCloseTo(json.total.net_gex, 0);
    expect(json.total.call_gex).toBeLessThan(0);
  });

  test('G-03: strikes, expiries and the widest horizon add up to the total', () => {
    const json = levelsJson(pictureOf());
    const total = json.exposures.vex!.net;
    const sum = (values: readonly number[]): number => values.reduce((all, value) => all + value, 0);
    const { gross } = json.exposures.vex!;
    const byStrike = sum(json.strikes.map((each) => (each as unknown as { vex: { net: number } }).vex.net));
    const byExpiry = sum(json.expiries.map(({ exposures }) => exposures!.vex!.net));
    expect(Math.abs(byStrike - total)).toBeLessThan(1e-12 * gross);
    expect(Math.abs(byExpiry - total)).toBeLessThan(1e-12 * gross);
    expect(json.horizons.map(({ name, expiries, gross_share }) => [name, expiries, gross_share! > 0])).toEqual([
      ['0dte', 1, true],
      ['weekly', 1, true],
      ['monthly', 2, true],
      ['all', 2, true],
    ]);
    expect(json.horizons[3]!.exposures.vex!.net).toBeCloseTo(total, 6);
  });

  test('put/call ratios are three, and the gamma that leaves next is told', () => {
    const { put_call_ratio: ratios, expiring_gamma: expiring } = levelsJson(pictureOf());
    expect(ratios.volume).toBe(0.25);
    expect(ratios.oi).toBeCloseTo(700 / 700, 12);
    expect(ratios.premium).toBeCloseTo((10 * 20) / (40 * 20.5), 12);
    expect(expiring.next!.expiry).toBe('2026-01-14');
    expect(expiring.monthly).toBeNull();
  });

  test('what has settled counts for no put/call ratio, and that all has is said', () => {
    const dearer = listing.contracts.map((each) =>
      each.expiry === '2026-01-14' && each.side === 'put' ? { ...each, bid: 200, ask: 200.1 } : each,
    );
    const at = (day: number) => pictureOf({ asOf: epochMs(Date.UTC(2026, 0, day)) }, { ...listing, contracts: dearer });
    expect(levelsJson(at(15)).put_call_ratio.premium).toBeCloseTo((10 * 20) / (40 * 20.5), 12);
    expect(levelsJson(at(24)).put_call_ratio).toEqual({ oi: null, volume: null, premium: null });
    expect(levelsReport(at(24))).toMatch(/every contract here has settled by then/);
  });

  test('carry zero takes no forward from quotes', () => {
    const [, later] = levelsJson(pictureOf({ carry: { kind: 'zero' } })).expiries;
    expect(later!.forward).toEqual({ value: 600, source: 'configured', rate: 0, dividend_yield: 0, implied: null });
  });

  test('JSON holds no NaN, which would turn into null', () => {
    const json = levelsJson(pictureOf());
    expect(JSON.parse(JSON.stringify(json))).toEqual(json);
  });
});

describe('the report of a chain', () => {
  test('says model, measure and carry, and that American forwards are approximations', () => {
    const text = levelsReport(pictureOf({ dealerModel: 'inverse' }));
    expect(text).toMatch(/calls- puts\+ \(model inverse: dealers short calls, long puts\); measure oi; carry parity:0,0/);
    expect(text).toMatch(
      /forwards: 1 of 2 from put–call parity, rate 0; 1 configured: under a day \(yield 0\); American exercise/,
    );
    for (const kind of ['GEX', 'DEX', 'VEX', 'CHEX', 'SPEED', 'ZOMMA']) expect(text).toMatch(new RegExp(`^${kind} +[+−]`, 'm'));
    for (const name of ['0dte', 'weekly', 'monthly', 'all']) expect(text).toMatch(new RegExp(`^${name} +[12] `, 'm'));
  });

  test('European forwards are no approximations, and carry zero has no line of forwards', () => {
    expect(levelsReport(pictureOf({}, { ...listing, underlying: 'XSP' }))).not.toMatch(/American/);
    expect(levelsReport(pictureOf({ carry: { kind: 'zero' } }))).not.toMatch(/forwards:/);
  });

  test('no meaning is read into a model without a holder', () => {
    expect(levelsReport(pictureOf({ dealerModel: 'absolute' }))).not.toMatch(/damp|amplify/);
    expect(levelsReport(pictureOf({ dealerModel: 'all_short' }))).toMatch(/dealers short gamma: they amplify moves/);
  });

  test('a chain that nobody traded says so under measure volume', () => {
    const still = { ...listing, contracts: listing.contracts.map((each) => ({ ...each, volume: 0 })) };
    const text = levelsReport(pictureOf({ measure: 'volume' }, still));
    expect(text).toMatch(/no contract here has both volume and an IV/);
    expect(text).toMatch(/not used: 28 no-volume/);
  });
});
