import { expect, test } from 'vitest';
import { epochMs } from '../time/epoch-ms.ts';
import { type RegimeInput, regimeCard } from './regime-card.ts';
import { regimeActions, regimeHeadline } from './regime-sentences.ts';

const asOf = epochMs(Date.UTC(2026, 10, 20, 15, 30));
const strike = (at: number, net: number, gross = Math.abs(net)) => ({ strike: at, net, gross });

/** M is 1 000 000, at 5 900. The king is at 6 000 unless said otherwise. */
const input = (change: Partial<RegimeInput> = {}): RegimeInput => ({
  asOf,
  spot: 6000,
  netGex: 0,
  strikes: [strike(5900, -1_000_000), strike(6000, 0, 3_000_000), strike(6100, 10)],
  king: 6000,
  expiries: [],
  ...change,
});
const kingAt = (at: number, change: Partial<RegimeInput> = {}) =>
  regimeCard(input({ king: at, strikes: [strike(5000, -1_000_000), strike(at, 0, 3_000_000)], ...change }));

test.each([
  [100_001, 'positive', 'range'],
  [100_000, 'neutral', 'chop'],
  [-100_000, 'neutral', 'chop'],
  [-100_001, 'negative', 'trend'],
])('G-16: net of %i against a largest strike of a million is %s', (netGex, profile, bias) => {
  expect(regimeCard(input({ netGex }))).toMatchObject({ profile, bias, netToLargest: netGex / 1e6 });
});

test.each([
  [150_000, null],
  [150_001, 5990],
])('G-16: a strike with net %i of a million is support only above 15 %%', (net, support) => {
  const strikes = [strike(5900, -1_000_000), strike(5990, net), strike(6000, 9e5), strike(6010, net)];
  const card = regimeCard(input({ strikes }));
  expect([card.support?.strike ?? null, card.resistance?.strike ?? null]).toEqual([support, support && 6010]);
});

test('G-16: the nearest strike that holds is taken, and never the one at spot', () => {
  const strikes = [5980, 5990, 6000, 6010, 6020].map((at) => strike(at, 1_000_000));
  expect(regimeCard(input({ strikes }))).toMatchObject({ support: { strike: 5990 }, resistance: { strike: 6010 } });
});

test.each([
  [10_002, 'Pin zone: 10,002, 0.02 % above spot.'],
  [10_002.01, 'Drift target: 10,002.01, 0.02 % above spot.'],
  [9_998, 'Pin zone: 9,998, 0.02 % below spot.'],
  [9_990, 'Drift target: 9,990, 0.1 % below spot.'],
  [10_000, 'Pin zone: 10,000, at spot.'],
])('G-16: a king at %d, spot at 10 000, is a target beyond 0.02 %%', (king, text) => {
  expect(regimeActions(kingAt(king, { spot: 10_000 }))[0]!.text).toBe(text);
});

test.each([
  ['pin', 10_014, 2e5],
  ['pin', 9_986, 2e5],
  ['drift', 10_015, 2e5],
  ['drift', 9_985, 2e5],
  ['bullish-momentum', 10_001, -2e5],
  ['bearish-momentum', 9_999, -2e5],
  ['wait', 10_000, -2e5],
  ['wait', 10_050, 0],
])('G-16: %s with the king at %d, spot at 10 000, and net %d of a million', (summary, king, netGex) => {
  expect(kingAt(king, { spot: 10_000, netGex }).summary).toBe(summary);
});

test('G-16: without net gamma at any strike there is nothing to read, whatever hair the total is off zero', () => {
  const flat = regimeCard(input({ netGex: 1e-9, strikes: [strike(6000, 0, 5e6)] }));
  expect(flat).toMatchObject({ summary: 'none', profile: 'neutral', bias: 'chop', largest: null, netToLargest: null });
  expect(flat).toMatchObject({ support: null, resistance: null, king: { strike: 6000, direction: 'at' } });
  expect(regimeHeadline(flat).text).toBe('Nothing to read: no strike has net gamma.');
  expect(regimeCard(input({ strikes: [], king: null }))).toMatchObject({ summary: 'none', king: null });
});

test('the expected range ends at a strike that holds, else at the king, else a standard deviation from spot, else nowhere', () => {
  const inAYear = { settlesMs: epochMs(asOf + 365 * 86_400_000), atmIv: 0.2 };
  const expiries = [{ settlesMs: asOf, atmIv: 9 }, { settlesMs: epochMs(asOf + 60_000), atmIv: null }, inAYear];
  const strikes = [strike(5900, 1_000_000), strike(6050, 0, 9e6)];
  expect(regimeCard(input({ strikes, king: 6050, expiries })).range).toEqual({
    low: 5900,
    high: 6050,
    lowFrom: 'strike',
    highFrom: 'king',
  });
  const bare = regimeCard(input({ strikes: [strike(6000, -5)], expiries }));
  expect(bare.expectedMove).toEqual({ ...inAYear, oneSigma: 1200 });
  expect(bare.range).toEqual({ low: 4800, high: 7200, lowFrom: 'expected-move', highFrom: 'expected-move' });
  expect(regimeCard(input({ strikes: [] })).range).toEqual({ low: null, high: null, lowFrom: null, highFrom: null });
});
