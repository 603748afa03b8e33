import { type EpochMs, epochMs } from '@gexstream/domain';
import { expect, test } from 'vitest';
import { eleven, firedOf, follow, levelsAt, scoreAt, seconds, settingsOf } from '../engine/alerts.fixture.ts';
import type { Observation, Sights, Source } from '../sight/market-view.ts';
import { type NetSamples, netChange, sampleNet } from '../sight/net-changes.ts';

const at = (second: number): EpochMs => seconds(eleven, second);
const seen = <From extends Source>(source: From, second: number, sight: Sights[From]): Observation =>
  ({ source, underlying: 'SPX', atMs: at(second), seen: sight }) as Observation;
const told = (rule: string, looks: readonly Observation[]) =>
  firedOf(follow(settingsOf([rule]), looks)).told.map(({ text, value, threshold }) => [text, value, threshold]);

const session = (
  second: number,
  levels: Partial<Sights['session']['levels']>,
  surges: Sights['session']['surges'] = null,
): Observation =>
  seen('session', second, {
    levels: { king: 5600, callWall: 5700, putWall: 5500, ...levels },
    strikes: [5500, 5550, 5600, 5650, 5700, 5750],
    surges,
  });

test('G-15: a wall that moves by so many strikes of the chain is told with both ends, once, and counts from there', () => {
  expect(
    told('SPX call wall moves 2 strikes', [
      session(0, {}),
      session(60, { callWall: 5750 }),
      session(120, { callWall: 5600 }),
      session(900, { callWall: 5650 }),
    ]),
  ).toEqual([['SPX call wall 5,700 → 5,600', 2, 2]]);
  const any = [session(0, {}), session(60, { king: 5650, putWall: null }), session(1_000, { king: 5650, putWall: 5550 })];
  expect(told('SPX any level moves', any)).toEqual([
    ['SPX king 5,600 → 5,650', 1, 1],
    ['SPX put wall 5,500 → 5,550', 1, 1],
  ]);
});

test('G-14: surges of volume are told once each minute that has any', () => {
  const surges = (second: number, ...strikes: readonly number[]) => ({
    asOf: at(second),
    strikes: strikes.map((strike) => ({ strike, before: 1_200, now: 3_400 })),
  });
  const looks = [
    session(0, {}),
    session(60, {}, surges(60, 5600, 5650)),
    session(65, {}, surges(60, 5600, 5650)),
    session(1_000, {}, surges(1_000)),
    session(1_060, {}, surges(1_060, 5500)),
  ];
  expect(told('SPX volume surges', looks)).toEqual([
    ['SPX volume surge at 5,600: 1,200 → 3,400 contracts', 3_400, 1_200],
    ['SPX volume surge at 5,500: 1,200 → 3,400 contracts', 3_400, 1_200],
  ]);
});

test.each([
  ['SPX 0dte share > 60%', [0.5, 0.6, 0.61, 0.55, 0.7], ['SPX 0DTE share 61\u00a0% of gross GEX > 60\u00a0%']],
  ['SPX 0dte share < 20% keep 0s', [0.3, 0.2, 0.19, 0.21], ['SPX 0DTE share 19\u00a0% of gross GEX < 20\u00a0%']],
])('%s: strictly, and in the band before the exit nothing changes', (rule, shares, texts) => {
  const looks = shares.map((zeroDteShare, i) => seen('exposures', 60 * i, { zeroDteShare, regime: null }));
  expect(told(rule, looks).map(([text]) => text)).toEqual(texts);
});

test('G-16: a regime that changes is told with both; one that is not known is no change', () => {
  const looks = (['positive', null, 'positive', 'negative', 'neutral'] as const).map((regime, i) =>
    seen('exposures', 1_000 * i, { zeroDteShare: null, regime }),
  );
  expect(told('SPX regime changes', looks).map(([text]) => text)).toEqual([
    'SPX gamma regime positive → negative',
    'SPX gamma regime negative → neutral',
  ]);
});

test('skew beyond either end is told, with the expiry', () => {
  const looks = [5, 8, 8.5, 5, -2.1].map((skew25d, i) => seen('skew', 4_000 * i, { skew25d, expiry: '2026-11-27' }));
  expect(told('SPX skew above 8 below -2 keep 0s', looks)).toEqual([
    ['SPX 25Δ skew 8.5 vol points > 8 (2026-11-27)', 8.5, 8],
    ['SPX 25Δ skew −2.1 vol points < −2 (2026-11-27)', -2.1, -2],
  ]);
});

test('the best score that changes its side is told, not while it is low', () => {
  const score = (second: number, value: number, side: 'call' | 'put') =>
    seen('opportunities', second, { whole: true, top: { score: value, side, contract: '5600P' } });
  expect(told('SPX score changes side at 60', [score(0, 80, 'call'), score(60, 59, 'put'), score(120, 60, 'put')])).toEqual([
    ['SPX best score now of puts: 60, 5600P', 60, 60],
  ]);
});

test('net GEX changes its sign: beyond the exit it may do so again', () => {
  const looks = [1e9, -1e8, -3e8, -3e8, 1e8].map((netGex, i) => levelsAt(at(400 * i), 5650, { netGex }));
  expect(told('SPX net gex changes sign for 0s keep 0s exit $200M', looks).map(([text]) => text)).toEqual([
    'SPX net GEX negative: −$100M per 1 %',
    'SPX net GEX positive: +$100M per 1 %',
  ]);
});

test('S-21: without an opportunity the score is 0, which is known; `≥` takes the threshold itself', () => {
  expect(told('SPX composite >= 80', [scoreAt(at(0), null), scoreAt(at(60), 80)])).toEqual([
    ['SPX composite 80 >= 80: 5650C 27 Nov', 80, 80],
  ]);
});

const samples = (net: readonly number[]): NetSamples =>
  net.reduce<NetSamples | null>((all, each, i) => sampleNet(all, each, epochMs(60_000 * i), '2026-11-20'), null)!;

test('a change of net GEX is measured in standard deviations of such changes before it', () => {
  // Changes of +1 and −1 by turns, thirty of each: mean 0, variance 60 / 59. Then one of +10.
  const steps = Array.from({ length: 60 }, (_, i) => (i % 2 === 0 ? 1 : -1));
  const net = [0];
  for (const step of [...steps, 10]) net.push(net.at(-1)! + step);
  const { change, sigma } = netChange(samples(net), 60_000)!;
  expect(change).toBe(10);
  expect(sigma).toBeCloseTo(10 / Math.sqrt(60 / 59), 12);
});

test('… and is not known: of a session that is young, over minutes that are missing, or where nothing ever moves', () => {
  expect(netChange(samples(Array.from({ length: 31 }, (_, i) => i % 2)), 60_000)).toBeNull();
  expect(netChange(samples(Array.from({ length: 32 }, (_, i) => i % 2)), 60_000)).not.toBeNull();
  const all = samples(Array.from({ length: 60 }, (_, i) => i % 3));
  expect(netChange({ ...all, minutes: [...all.minutes.slice(0, -1), 61] }, 60_000)).toBeNull();
  expect(netChange(samples(Array.from({ length: 60 }, () => 7)), 60_000)).toBeNull();
  expect(sampleNet(all, 5, epochMs(0), '2026-11-23')).toEqual({ sessionDate: '2026-11-23', minutes: [0], net: [5] });
});

test('a wall comes near: the nearer one is named, at the threshold itself too, and nothing changes between entry and exit', () => {
  const looks = (...seenThere: readonly Parameters<typeof levelsAt>[1][]) =>
    seenThere.map((spot, i) => levelsAt(at(600 * i), spot));
  const plain = (rule: string, observations: readonly Observation[]) =>
    told(`${rule} for 0s keep 0s cooldown 1m`, observations).map(([text]) => String(text).replaceAll('\u00a0', ' '));
  // By hand, walls at 5,500 and 5,700: 28/5672 = 0.494 %, 40/5660 = 0.707 %, 50/5650 = 0.885 %, 20/5520 = 0.362 %.
  const day = looks(5600, 5672, 5660, 5672, 5650, 5520);
  expect(plain('SPX spot within 0.5% of any wall exit 0.8%', day)).toEqual([
    'SPX 0.494 % from its call wall 5,700 (≤ 0.5 %)',
    'SPX 0.362 % from its put wall 5,500 (≤ 0.5 %)',
  ]);
  expect(plain('SPX spot within 0.5% of put wall', day)).toEqual(['SPX 0.362 % from its put wall 5,500 (≤ 0.5 %)']);
  const edge = [levelsAt(at(0), 5600), levelsAt(at(60), 5600, { callWall: 5628 }), levelsAt(at(120), 5600, { callWall: null })];
  expect(plain('SPX spot within 0.5% of call wall', edge)).toEqual(['SPX 0.5 % from its call wall 5,628 (≤ 0.5 %)']);
});
